package arcface4j.backend;

import java.util.concurrent.TimeUnit;

/** Prints how many GPUs this build asks for and how many the driver tells of. */
final class GpuQuestions {

  private GpuQuestions() {}

  public static void main(String[] words) throws Exception {
    int asked = Backend.detect().gpus().size();
    if (words[0].equals("interrupted")) {
      Thread.currentThread().interrupt();
    }
    int told = Gpu.detect().size();
    Thread.interrupted();
    for (ProcessHandle left : ProcessHandle.current().children().toList()) {
      left.onExit().get(10, TimeUnit.SECONDS); // fails if it is still there
    }
    System.out.println(asked + " and " + told);
  }
}
