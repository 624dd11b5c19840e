package arcface4j.backend;

import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Prints OpenMP's threads for a thread that finds the backend loaded. */
final class AnotherThread {

  private AnotherThread() {}

  public static void main(String[] words) throws InterruptedException {
    Backend backend = Backend.detect();
    backend.load();
    Thread other =
        new Thread(
            () -> {
              backend.load();
              NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
              System.out.println(operations.ompGetMaxThreads() + " of OpenMP");
            });
    other.start();
    other.join();
  }
}
