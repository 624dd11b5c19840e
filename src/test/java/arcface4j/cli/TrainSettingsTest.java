package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.app.TrainingData;
import arcface4j.data.Augmentation;
import arcface4j.data.BrokenImages;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.ImageSizes;
import arcface4j.data.LabelMap;
import arcface4j.data.Layout;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.engine.Activation;
import arcface4j.head.CentreStart;
import arcface4j.head.Centres;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.head.MarginWarmup;
import arcface4j.image.Fit;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.model.PlainSpec;
import arcface4j.model.ResNetSpec;
import arcface4j.model.Stage;
import arcface4j.model.WeightDecay;
import arcface4j.train.DataOptions;
import arcface4j.train.DataSource;
import arcface4j.train.FolderSource;
import arcface4j.train.ModelDescription;
import arcface4j.train.OptimizerOptions;
import arcface4j.train.OptimizerOptions.RateSchedule;
import arcface4j.train.ShapesSource;
import arcface4j.train.TrainOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where options have to arrive, their values are not the defaults, which would hide a lost one. */
class TrainSettingsTest {

  private static final LabelMap LABELS = new LabelMap(List.of("cat", "dog"));

  private static TrainSettings settings(String line) throws UsageException {
    return new TrainSettings(Arguments.parse(TrainFlags.all(), line.split("\\s+")));
  }

  @Test
  void everyOptionOfTheDataArrives() throws UsageException {
    DataOptions data =
        settings(
                """
                --dataset folder --data-dir photos --layout nested --image-size 48 --test-fraction 0.3
                --skip-broken --classes cat,dog --seed 42 --validation 0.25 --padding 3
                --padding-mode reflect --flip alternating --cutout 25% --sizes 24@0.5,48\
                """)
            .options()
            .data();
    DataSource source = new FolderSource("photos", Layout.NESTED, 0.3, true, 42, "cat,dog");
    assertEquals(
        new DataOptions(
            source,
            0.25,
            0,
            new Augmentation(3, PaddingMode.REFLECT, FlipMode.ALTERNATING, 12),
            new ImageSizes(List.of(new ImageSizes.Phase(24, 0.5), new ImageSizes.Phase(48, 1)))),
        data);
  }

  @Test
  void aShareOfTheClassesTakesThePlaceOfAPresetsShareOfTheImages() throws UsageException {
    Arguments arguments = Arguments.parse(TrainFlags.all(), "--validation-classes 0.2".split(" "));
    arguments.applyPreset(Presets.named("smoke"));
    DataOptions data = new TrainSettings(arguments).options().data();
    assertEquals(0, data.validation());
    assertEquals(0.2, data.validationClasses());
    UsageException both =
        assertThrows(
            UsageException.class,
            () -> settings("--validation 0.1 --validation-classes 0.2").options());
    assertTrue(both.getMessage().endsWith("give one of the two"), both.getMessage());
  }

  @Test
  void imagesOfTwoClassesNeedALossThatTakesThem() throws UsageException {
    TrainSettings arcface = settings("--mixup 0.2");
    TrainOptions options = arcface.options();
    UsageException refused = assertThrows(UsageException.class, () -> arcface.check(options));
    assertTrue(refused.getMessage().contains("the loss of arcface does not take"));
    TrainSettings softmax = settings("--cutmix 1 --head softmax");
    softmax.check(softmax.options());
  }

  @Test
  void oneSizeIsThatOfTheImages() throws UsageException {
    assertEquals(
        List.of(new ImageSizes.Phase(32, 1)),
        settings("--sizes 32").options().data().sizes().phases());
  }

  @Test
  void everyOptionOfTheShapesArrives() throws UsageException {
    String options = "--dataset shapes --shapes-classes 7 --shapes-train 11 --shapes-test 13";
    DataSource source = settings(options).options().data().source();
    assertEquals(new ShapesSource(7, 11, 13, 1, ""), source);
  }

  @Test
  void everyOptionOfTheStepsArrives() throws UsageException {
    TrainOptions options =
        settings(
                """
                --preset mine --model resnet34 --epochs 7 --batch-size 3 --eval-batch-size 5
                --test-every-epoch 0 --seed 42 --schedule step --lr 0.02 --lr-step-epochs 2
                --lr-gamma 0.3 --momentum 0.8 --nesterov 0 --weight-decay 1e-3 --decay-all
                --ema 0.95\
                """)
            .options();
    OptimizerOptions optimizer =
        new OptimizerOptions(
            RateSchedule.STEP, 0.02, 0.8, false, 2, 0.3, new WeightDecay(1e-3, true), 0.95);
    assertEquals(
        new TrainOptions("mine", "resnet34", options.data(), optimizer, 7, 3, 5, false, 42),
        options);
  }

  @Test
  void thereIsNoNesterovWithoutMomentum() throws UsageException {
    assertTrue(settings("--momentum 0.8").options().optimizer().nesterov());
    assertFalse(settings("--momentum 0").options().optimizer().nesterov());
  }

  /** Ten images in batches of 3 are four steps an epoch. */
  @Test
  void everyOptionOfTheModelArrives() throws UsageException, IOException {
    TrainSettings settings =
        settings(
            """
            --dataset folder --image-size 48 --epochs 7 --batch-size 3 --model resnet34
            --width 4 --features 5 --head cosface --scale 20 --margin 0.2 --margin-delay 1.5
            --margin-warmup 2 --subcenters 3 --label-smoothing 0.15 --normalization original\
            """);
    List<Stage> stages =
        List.of(new Stage(3, 4, 1), new Stage(4, 8, 2), new Stage(6, 16, 2), new Stage(3, 32, 2));
    MarginHead head =
        new MarginHead(
            HeadKind.COSFACE,
            20,
            0.2,
            false,
            new Centres(3, CentreStart.TOGETHER),
            0,
            0.15,
            new MarginWarmup(6, 8));
    assertEquals(
        new ModelDescription(
            new ResNetSpec(3, 48, stages, 5),
            head,
            LABELS,
            Normalization.ORIGINAL_CIFAR10,
            new Preprocessing(48, 48, Fit.CROP, Rendering.AS_SHOWN)),
        settings.model(settings.options(), black(10, 48)));
  }

  private static TrainingData black(int images, int size) {
    ImageSet set =
        ImageSet.of(new byte[images * 3 * size * size], new int[images], LABELS, 3, size, size);
    return new TrainingData(set, set, set, BrokenImages.refused(""));
  }

  @Test
  void resNet18HasTwoBlocksAStage() throws UsageException {
    List<Stage> stages =
        List.of(new Stage(2, 6, 1), new Stage(2, 12, 2), new Stage(2, 24, 2), new Stage(2, 48, 2));
    assertEquals(
        new ResNetSpec(3, 32, stages, 0), settings("--model resnet18 --width 6").network(3, 32));
  }

  @Test
  void plain8HasThreeStagesBehindAStemHalfAsWide() throws UsageException {
    assertEquals(
        new PlainSpec(3, 48, 3, List.of(6, 24, 24), Activation.GELU, 5),
        settings("--model plain8 --width 6 --features 5").network(3, 48));
  }

  @Test
  void theActivationIsTheModelsUnlessGiven() throws UsageException {
    assertEquals(
        PlainSpec.of(6, 3, 32, Activation.RELU, 0),
        settings("--model plain8 --width 6 --activation relu").network(3, 32));
    assertEquals(
        settings("--model resnet34").network(3, 32),
        settings("--model resnet34 --activation relu").network(3, 32));
  }

  private static MarginHead head(String line, int classes, int epochs, int stepsPerEpoch)
      throws UsageException {
    return new HeadSettings(Arguments.parse(TrainFlags.all(), line.split(" ")))
        .head(classes, epochs, stepsPerEpoch);
  }

  @Test
  void theHeadsOtherOptionsArrive() throws UsageException {
    assertEquals(
        new MarginHead(
            HeadKind.ARCFACE, 15, 0.4, true, Centres.TEXTBOOK, 2, 0, new MarginWarmup(3, 6)),
        head(
            "--scale 15 --margin 0.4 --easy-margin --focal-gamma 2 --margin-delay 0.5"
                + " --margin-warmup 1 --centre-start xavier",
            2,
            7,
            6));
  }

  /** SphereFace's margin acts from the first step on, if weakly, and softmax has no centres. */
  @ParameterizedTest
  @CsvSource({
    "--head arcface, TOGETHER",
    "--head arcface --margin-warmup 0, XAVIER",
    "--head arcface --margin-warmup 4, XAVIER",
    "--head arcface --margin-warmup 0 --margin-delay 1, TOGETHER",
    "--head arcface --margin-warmup 0 --margin 0, TOGETHER",
    "--head arcface --margin-warmup 0 --centre-start together, TOGETHER",
    "--head cosface, TOGETHER",
    "--head sphereface, XAVIER",
    "--head normface, TOGETHER",
    "--head softmax, XAVIER"
  })
  void centresStartTogetherWhereNoMarginActsAtFirst(String line, CentreStart start)
      throws UsageException {
    assertEquals(start, head(line, 10, 10, 100).centres().start());
  }

  /** s = (C - 1) / C ln((C - 1) 0.9999 / 0.0001). */
  @ParameterizedTest
  @CsvSource({"2, 4.605120", "3, 6.602258", "10, 10.266718"})
  void theAutomaticScaleIsThatOfTheNumberOfClasses(int classes, double scale)
      throws UsageException {
    assertEquals(scale, head("--scale auto", classes, 1, 1).scale(), 1e-6);
  }

  /** In 60 epochs of 100 steps. */
  @ParameterizedTest
  @CsvSource({
    "--margin-warmup auto, 2400, 2400",
    "--margin-warmup 5, 0, 500",
    "--margin-delay 3, 300, 2400",
    "--margin-delay 0.25 --margin-warmup 0, 25, 0"
  })
  void theMarginsGrowthIsCountedInSteps(String line, int delay, int steps) throws UsageException {
    assertEquals(new MarginWarmup(delay, steps), head(line, 10, 60, 100).marginWarmup());
  }
}
