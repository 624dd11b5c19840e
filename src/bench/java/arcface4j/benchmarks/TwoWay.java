package arcface4j.benchmarks;

/** A kernel that goes forward and back. */
interface TwoWay extends AutoCloseable {

  void forward();

  void backward();
}
