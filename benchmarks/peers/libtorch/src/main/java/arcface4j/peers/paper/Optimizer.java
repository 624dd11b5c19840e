package arcface4j.peers.paper;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** SGD with Nesterov momentum and a decay of its own for each group (PyTorch's recurrence). */
final class Optimizer {

  private static final double MOMENTUM = 0.85;

  private final List<Group> groups = new ArrayList<>();

  private record Group(List<Tensor> tensors, List<Tensor> momenta, double rate, double decay) {}

  /**
   * @param decay times the rate, so that it is the same for every rate
   */
  void add(List<Tensor> tensors, double rate, double decay) {
    List<Tensor> momenta = tensors.stream().map(tensor -> zeros_like(tensor)).toList();
    groups.add(new Group(tensors, momenta, rate, decay / rate));
  }

  /** Takes a step with this part of the rates and forgets the gradients. */
  void step(double part) {
    try (NoGradGuard noGradients = new NoGradGuard()) {
      for (Group group : groups) {
        for (int i = 0; i < group.tensors.size(); i++) {
          step(group.tensors.get(i), group.momenta.get(i), part * group.rate, group.decay);
        }
      }
    }
  }

  private static void step(Tensor tensor, Tensor momentum, double rate, double decay) {
    Tensor gradient = tensor.grad().add(tensor, new Scalar(decay));
    momentum.mul_(new Scalar(MOMENTUM)).add_(gradient);
    Tensor ahead = gradient.add(momentum, new Scalar(MOMENTUM));
    tensor.sub_(ahead, new Scalar(rate));
    tensor.mutable_grad().zero_();
  }
}
