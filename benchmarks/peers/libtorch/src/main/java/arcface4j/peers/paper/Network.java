package arcface4j.peers.paper;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.linalg_eigh;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * A 2 x 2 stem of 24 channels that whitens the images and is not trained but for its bias, three
 * blocks of two 3 x 3 convolutions with 64, 256 and 256 channels, and a linear classifier.
 */
final class Network {

  private static final int[] WIDTHS = {64, 256, 256};
  private static final int PATCH = 3 * 2 * 2;
  private static final int STEM = 2 * PATCH;
  private static final int CLASSES = 10;
  private static final double WHITENING_EPSILON = 5e-4;
  private static final double NORM_EPSILON = 1e-12;
  private static final double NORM_MOMENTUM = 0.4;
  private static final double LOGIT_SCALE = 1.0 / 9;

  private final Tensor stem;
  private final Tensor stemBias = trained(zeros(STEM));
  private final List<Tensor> convolutions = new ArrayList<>();
  private final List<Norm> norms = new ArrayList<>();
  private final Tensor classifier = trained(uniform(WIDTHS[2], CLASSES, WIDTHS[2]));

  /** A batch norm whose scale stays 1. */
  private record Norm(Tensor scale, Tensor shift, Tensor mean, Tensor variance) {

    static Norm of(int channels) {
      return new Norm(ones(channels), trained(zeros(channels)), zeros(channels), ones(channels));
    }

    Tensor forward(Tensor input, boolean training) {
      return batch_norm(
          input,
          new TensorOptional(scale),
          new TensorOptional(shift),
          new TensorOptional(mean),
          new TensorOptional(variance),
          training,
          NORM_MOMENTUM,
          NORM_EPSILON,
          false);
    }
  }

  /**
   * @param images [N, C, H, W] that the stem whitens
   */
  Network(Tensor images) {
    stem = whitening(images);
    int from = STEM;
    for (int width : WIDTHS) {
      addConvolution(from, width);
      addConvolution(width, width);
      from = width;
    }
  }

  /**
   * The principal directions of the images' 2 x 2 patches, each over its deviation, and their
   * negatives.
   */
  private static Tensor whitening(Tensor images) {
    Tensor patches =
        images.unfold(2, 2, 1).unfold(3, 2, 1).permute(0, 2, 3, 1, 4, 5).reshape(-1, PATCH);
    Tensor covariance = patches.t().mm(patches).div(new Scalar((double) patches.size(0)));
    var eigen = linalg_eigh(covariance);
    Tensor deviations = eigen.get0().add(new Scalar(WHITENING_EPSILON)).sqrt();
    Tensor directions = eigen.get1().t().div(deviations.unsqueeze(1)).reshape(PATCH, 3, 2, 2);
    return cat(new TensorVector(directions, directions.neg()), 0);
  }

  private void addConvolution(int from, int to) {
    Tensor weights = uniform(from * 9, to, from, 3, 3);
    for (int channel = 0; channel < Math.min(from, to); channel++) {
      Tensor own = weights.select(0, channel);
      own.zero_();
      own.select(0, channel).select(0, 1).select(0, 1).fill_(new Scalar(1.0));
    }
    convolutions.add(trained(weights));
    norms.add(Norm.of(to));
  }

  /** PyTorch's start of convolutions and linear layers. */
  private static Tensor uniform(int fanIn, long... shape) {
    double bound = 1 / Math.sqrt(fanIn);
    return zeros(shape).uniform_(-bound, bound, null);
  }

  private static Tensor trained(Tensor tensor) {
    return tensor.set_requires_grad(true);
  }

  /** Logits [N, 10]. */
  Tensor forward(Tensor images, boolean training) {
    Tensor last = gelu(convolve(images, stem, new TensorOptional(stemBias), 0));
    for (int block = 0; block < WIDTHS.length; block++) {
      Tensor pooled = max_pool2d(inner(2 * block, last), 2);
      Tensor inner = gelu(norms.get(2 * block).forward(pooled, training));
      Tensor outer = inner(2 * block + 1, inner);
      last = gelu(norms.get(2 * block + 1).forward(outer, training));
    }
    Tensor features = max_pool2d(last, 3).reshape(images.size(0), WIDTHS[2]);
    return linear(features, classifier).mul(new Scalar(LOGIT_SCALE));
  }

  private Tensor inner(int layer, Tensor input) {
    return convolve(input, convolutions.get(layer), new TensorOptional(), 1);
  }

  private static Tensor convolve(Tensor input, Tensor weights, TensorOptional bias, long padding) {
    long[] ones = {1, 1};
    return conv2d(input, weights, bias, ones, new long[] {padding, padding}, ones, 1);
  }

  Tensor stemBias() {
    return stemBias;
  }

  /** What is trained beside the norms and the stem. */
  List<Tensor> weights() {
    List<Tensor> all = new ArrayList<>(convolutions);
    all.add(classifier);
    return all;
  }

  List<Tensor> shifts() {
    return norms.stream().map(Norm::shift).toList();
  }

  List<Tensor> statistics() {
    List<Tensor> all = new ArrayList<>();
    norms.forEach(norm -> all.addAll(List.of(norm.mean(), norm.variance())));
    return all;
  }
}
