import arcface4j.image.Fit;
import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Seconds that ImageDecoder takes: java -cp arcface4j.jar Decode.java DIR COUNT THREADS */
public class Decode {
  public static void main(String[] args) throws Exception {
    List<Path> paths;
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      paths = files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    ExecutorService pool = Executors.newFixedThreadPool(Integer.parseInt(args[2]));
    run(pool, paths, paths.size());
    long start = System.nanoTime();
    run(pool, paths, Integer.parseInt(args[1]));
    System.out.println((System.nanoTime() - start) / 1e9);
    pool.shutdown();
  }

  private static void run(ExecutorService pool, List<Path> paths, int count) throws Exception {
    Preprocessing wanted = new Preprocessing(224, 224, Fit.RESIZE, Rendering.AS_SHOWN);
    List<Callable<byte[]>> work = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path path = paths.get(i % paths.size());
      work.add(() -> ImageDecoder.decode(path, wanted));
    }
    for (Future<byte[]> done : pool.invokeAll(work)) {
      done.get();
    }
  }
}
