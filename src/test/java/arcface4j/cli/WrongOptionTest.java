package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong command line: exit code 2, one line that says what would be right, nothing written. */
class WrongOptionTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epohcs 3              | unknown option --epohcs; did you mean --epochs?
          --check                 | unknown option --check; did you mean --checkpoint-dir?
          --EPOCHS 3              | unknown option --EPOCHS; did you mean --epochs?
          --zzzzzzzzzz            | unknown option --zzzzzzzzzz; --help lists all
          -e 3                    | unknown option -e
          --preset smok           | preset smok is not one of smoke, original, fast, best; did you mean smoke?
          --margin 4.2            | margin 4.2 is not in [0, pi); it is in radians
          --margin -0.5           | --margin -0.5 is not a number of 0.0 or more
          --margin NaN            | --margin NaN is not a number
          --head cosface --margin 2     | margin 2.0 is not in [0, 2)
          --head sphereface --margin 6  | margin 6.0 of sphereface is not a whole number from 1 to 5
          --head sphereface --scale 30  | scale 30.0 does not go with sphereface
          --head softmax --subcenters 2 | subcenters 2 needs a head of cosines
          --head arcfase          | head 'arcfase' is not one of arcface, cosface
          --scale 0               | scale 0.0 is not a finite number above 0; 30 or 64 is usual
          --scale -1              | --scale -1 is not a number of 0.0 or more
          --scale Infinity        | --scale Infinity is not a number
          --epochs 0              | --epochs 0 is not a whole number from 1
          --epochs ten            | --epochs ten is not a whole number from 1
          --epochs 99999999999    | --epochs 99999999999 is not a whole number from 1
          --batch-size 0          | --batch-size 0 is not a whole number from 1
          --lr 1e999              | --lr 1e999 is not a number of 0.0 or more
          --lr -0.1               | --lr -0.1 is not a number of 0.0 or more
          --momentum 1            | --momentum 1 is not a number from 0.0 to below 1.0
          --dataset mnist         | --dataset mnist is not one of cifar10, folder, shapes
          --model resnet50        | --model resnet50 is not one of resnet18, resnet34
          --schedule linear       | --schedule linear is not one of constant, step, cosine, one-cycle
          --image-size 31         | --image-size 31 is not a whole number from 32
          --width 0               | --width 0 is not a whole number from 1
          --activation gelo       | --activation gelo is not one of relu, gelu
          --activation gelu       | --activation gelu does not go with --model resnet18, whose blocks have relu; plain8 takes both
          --features 0            | --features 0 is not a whole number from 1 to 2147483647, or pooled
          --validation 1          | --validation 1 is not a number from 0.0 to below 1.0
          --easy-margin yes       | --easy-margin yes is not 0 or 1
          --easy-margin --head cosface  | easy margin is a branch of arcface; cosface has none
          --margin-warmup 2 --head normface | --margin-warmup does not go with normface
          --margin-delay 2 --head softmax | --margin-delay does not go with softmax
          --margin-delay -1       | --margin-delay -1 is not a number of 0.0 or more
          --ema 1                 | --ema 1 is not a number from 0.0 to below 1.0
          --label-smoothing 1     | --label-smoothing 1 is not a number from 0.0 to below 1.0
          --label-smoothing 0.1 --focal-gamma 2 | label smoothing does not go with the focal loss
          --sizes 16@0.4,64       | --sizes 16@0.4,64: the images have 32 pixels, and none is made larger
          --sizes 16@0.5,24       | --sizes 16@0.5,24: the images have 32 pixels; the last size is 32 or 100%
          --sizes 75%             | --sizes 75%: the images have 32 pixels; the last size is 32 or 100%
          --padding-mode reflect --padding 32 | a reflected padding of 32 needs images of at least 33 pixels; these have 32
          --padding 33            | --padding 33 is not from 0 to the images' 32 pixels, as 4 or 12.5% is
          --padding -1            | --padding -1 is not from 0 to the images' 32 pixels
          --padding four          | --padding four is not from 0 to the images' 32 pixels
          --cutout 125%           | --cutout 125% is not from 0 to the images' 32 pixels
          --cutout %              | --cutout % is not from 0 to
          --centre-start together --head softmax | centres that start together need a head of cosines; softmax starts as xavier
          --centre-start spread   | --centre-start spread is not one of auto, together, xavier
          --sizes 4@0.4,32        | --sizes: image size 4 is too small; 8 or more needed
          --scale auto --head softmax   | --scale auto does not go with softmax, which has none
          --normalization imagenet      | --normalization imagenet is not one of computed, original
          --checkpoint-name a/{}  | --checkpoint-name: 'a/{}' is not a name for a checkpoint file
          --checkpoint-name none  | the template 'none' has 0 places {}; it needs 1
          --shapes-classes 1      | --shapes-classes 1 is not a whole number from 2 to 1000
          --dataset folder --test-fraction 1.5 | --test-fraction 1.5 is not in (0, 1]
          --dataset folder --test-fraction 0 | --test-fraction 0 is not in (0, 1]
          --dataset folder --test-fraction 1 | --test-fraction 1 leaves nothing to train on
          --test-fraction 0.3     | --test-fraction does not go with --dataset shapes, but with folder
          --data-dir photos       | --data-dir does not go with --dataset shapes, but with cifar10 and folder
          --dataset cifar10 --shapes-train 5 | --shapes-train does not go with --dataset cifar10, but with shapes
          --lr-gamma 0.5          | --lr-gamma goes with --schedule step
          --preset original --test-every-epoch 0 | --test-every-epoch 0 does not go with --preset original
          --n_epoch 2             | --epochs is given twice; --n_epoch is another name of it
          --seed 1 --seed 1       | --seed is given twice
          --lr                    | --lr needs a value
          photos                  | 'photos' is not an option; see --help
          """)
  void isRefusedWithOneLineAndCode2(String words, String message) {
    Path out = folder.resolve("run");
    CliRun run = CliRun.train(out, words.split(" "));
    run.failed(Cli.USAGE, message);
    assertEquals("", run.out());
    assertFalse(Files.exists(out));
  }

  @Test
  void cifar10HasItsOwnImageSize() {
    CliRun.of("train", "--dataset", "cifar10", "--image-size", "64")
        .failed(Cli.USAGE, "--image-size 64 does not go with cifar10, which is 32");
  }

  @Test
  void anUnknownCommandIsRefused() {
    CliRun.of("tarin")
        .failed(
            Cli.USAGE,
            "command 'tarin' is not one of train, evaluate, ",
            ", doctor; did you mean train?");
  }

  @ParameterizedTest
  @CsvSource({
    "evaluate, --checkpoint is needed",
    "evaluate --checkpoint a b, 'b' is not an option",
    "evaluate --checkpoint a --batch-size 0, --batch-size 0 is not a whole number from 1",
    "doctor now, 'now' is not an option",
    "fetch, 'fetch takes one data set, cifar10'",
    "fetch mnist, 'fetch takes one data set, cifar10, not ''mnist'''",
    "fetch cifar10 --url :, --url : is not a URL"
  })
  void theOtherCommandsRefuseToo(String words, String message) {
    CliRun run = CliRun.of(words.split(" "));
    run.failed(Cli.USAGE, message);
    assertEquals("", run.out());
  }

  @Test
  void theStackTraceComesWithDebugOnly() {
    CliRun run = CliRun.of("train", "--epochs", "0", "--debug");
    assertEquals(Cli.USAGE, run.code());
    assertTrue(run.err().contains("\tat arcface4j.cli."), run.err());
  }
}
