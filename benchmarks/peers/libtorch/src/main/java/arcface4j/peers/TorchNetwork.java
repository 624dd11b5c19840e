package arcface4j.peers;

import static org.bytedeco.pytorch.global.torch.relu;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** ResNet18 in its CIFAR form with a linear classifier. */
final class TorchNetwork extends Module {

  private static final int[] WIDTHS = {64, 128, 256, 512};
  private static final int CLASSES = 10;

  private final Conv2dImpl stem = convolution(3, WIDTHS[0], 3, 1);
  private final BatchNorm2dImpl stemNorm = norm(WIDTHS[0]);
  private final List<Block> blocks = new ArrayList<>();
  private final LinearImpl classifier = new LinearImpl(WIDTHS[WIDTHS.length - 1], CLASSES);

  TorchNetwork() {
    super("ResNet18");
    register_module("stem", stem);
    register_module("stemNorm", stemNorm);
    int from = WIDTHS[0];
    for (int width : WIDTHS) {
      int stride = width == WIDTHS[0] ? 1 : 2;
      add(new Block(from, width, stride));
      add(new Block(width, width, 1));
      from = width;
    }
    register_module("classifier", classifier);
  }

  private void add(Block block) {
    register_module("block" + blocks.size(), block);
    blocks.add(block);
  }

  /** Logits [N, 10] of images [N, 3, H, W]. */
  Tensor forward(Tensor images) {
    Tensor last = relu(stemNorm.forward(stem.forward(images)));
    for (Block block : blocks) {
      last = block.forward(last);
    }
    return classifier.forward(last.mean(2, 3));
  }

  private static Conv2dImpl convolution(int from, int to, int kernel, int stride) {
    Conv2dOptions options = new Conv2dOptions(from, to, new LongPointer(kernel, kernel));
    options.stride().put(new LongPointer(stride, stride));
    options.padding().put(new LongPointer(kernel / 2, kernel / 2));
    options.bias().put(false);
    return new Conv2dImpl(options);
  }

  private static BatchNorm2dImpl norm(int channels) {
    return new BatchNorm2dImpl(new BatchNormOptions(channels));
  }

  private static final class Block extends Module {

    private final Conv2dImpl first;
    private final BatchNorm2dImpl firstNorm;
    private final Conv2dImpl second;
    private final BatchNorm2dImpl secondNorm;
    private final Conv2dImpl shortcut; // null where the input joins as it is
    private final BatchNorm2dImpl shortcutNorm;

    Block(int from, int to, int stride) {
      super("Block");
      first = convolution(from, to, 3, stride);
      firstNorm = norm(to);
      second = convolution(to, to, 3, 1);
      secondNorm = norm(to);
      register_module("first", first);
      register_module("firstNorm", firstNorm);
      register_module("second", second);
      register_module("secondNorm", secondNorm);
      boolean projects = stride != 1 || from != to;
      shortcut = projects ? convolution(from, to, 1, stride) : null;
      shortcutNorm = projects ? norm(to) : null;
      if (projects) {
        register_module("shortcut", shortcut);
        register_module("shortcutNorm", shortcutNorm);
      }
    }

    Tensor forward(Tensor input) {
      Tensor inner = relu(firstNorm.forward(first.forward(input)));
      Tensor outer = secondNorm.forward(second.forward(inner));
      Tensor other = shortcut == null ? input : shortcutNorm.forward(shortcut.forward(input));
      return relu(outer.add(other));
    }
  }
}
