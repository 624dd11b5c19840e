package arcface4j.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * ResNet18 in libtorch on the processor. Modes: f32, f32-nhwc (channels last), bf16-nhwc. A training
 * step is forward, softmax cross entropy, backward and SGD; inference is forward without gradients.
 */
public final class TorchPeer {

  private TorchPeer() {}

  public static void main(String[] words) {
    PeerRow row = PeerRow.of("libtorch", words);
    set_num_threads(row.threads());
    TorchNetwork network = new TorchNetwork();
    Tensor images = randn(new long[] {row.batch(), 3, 32, 32});
    if (row.precision().equals("bf16")) {
      network.to(ScalarType.BFloat16, false);
      images = images.to(ScalarType.BFloat16);
    }
    if (row.channelsLast()) {
      weightsChannelsLast(network);
      images = images.contiguous(MemoryFormat.ChannelsLast);
    }
    if (row.trains()) {
      train(row, network, images);
    } else {
      infer(row, network, images);
    }
  }

  private static void weightsChannelsLast(TorchNetwork network) {
    TensorVector parameters = network.parameters();
    for (long i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);
      if (parameter.dim() == 4) {
        parameter.set_data(parameter.contiguous(MemoryFormat.ChannelsLast));
      }
    }
  }

  private static void train(PeerRow row, TorchNetwork network, Tensor images) {
    Tensor labels = labels(row.batch());
    SGD optimizer = new SGD(network.parameters(), new SGDOptions(1e-3));
    row.measure(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            optimizer.zero_grad();
            cross_entropy(network.forward(images).to(ScalarType.Float), labels).backward();
            optimizer.step();
          }
        });
  }

  private static Tensor labels(int batch) {
    long[] labels = new long[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i % 10;
    }
    return Tensor.create(labels);
  }

  private static void infer(PeerRow row, TorchNetwork network, Tensor images) {
    network.eval();
    try (NoGradGuard noGradients = new NoGradGuard()) {
      row.measure(
          () -> {
            try (PointerScope scope = new PointerScope()) {
              network.forward(images);
            }
          });
    }
  }
}
