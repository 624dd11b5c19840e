package arcface4j.peers.paper;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A slow copy of the network, which the network returns to every five steps and at the end. */
final class Lookahead {

  private static final int EVERY = 5;

  private final List<Tensor> fast = new ArrayList<>();
  private final List<Tensor> slow = new ArrayList<>();
  private final int steps;

  Lookahead(Network network, int steps) {
    this.steps = steps;
    fast.addAll(network.weights());
    fast.add(network.stemBias());
    fast.addAll(network.shifts());
    fast.addAll(network.statistics());
    fast.forEach(tensor -> slow.add(tensor.detach().clone()));
  }

  void after(int step) {
    if (step >= steps) {
      meet(1);
    } else if (step % EVERY == 0) {
      meet(Math.pow(0.95, EVERY) * Math.pow((double) step / steps, 3));
    }
  }

  /**
   * @param kept of the slow copy
   */
  private void meet(double kept) {
    try (NoGradGuard noGradients = new NoGradGuard()) {
      for (int i = 0; i < fast.size(); i++) {
        slow.get(i).lerp_(fast.get(i), new Scalar(1 - kept));
        fast.get(i).copy_(slow.get(i));
      }
    }
  }
}
