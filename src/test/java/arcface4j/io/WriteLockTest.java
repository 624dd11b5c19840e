package arcface4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import arcface4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WriteLockTest {

  /** A command in front that gives a process a name space of its own, as a container has. */
  private static final List<String> OWN_PROCESSES =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  @TempDir Path folder;

  @Test
  void oneAtATimeHasItAndNothingIsLeft() throws IOException {
    Path file = folder.resolve("a.ckpt");
    WriteLock first = WriteLock.on(file);
    try (first) {
      WriteLock.on(folder.resolve("b.ckpt")).close();
      IOException refusal = assertThrows(IOException.class, () -> WriteLock.on(file));
      assertEquals(
          "another process writes to " + file + "; wait until it ends, or write elsewhere",
          refusal.getMessage());
    }
    WriteLock.on(file).close();
    assertEquals(List.of(), files());
  }

  /** Such as a killed process leaves. */
  @Test
  void aFileWithoutALockKeepsNobodyOut() throws IOException {
    Files.createFile(folder.resolve(".a.ckpt.lock"));
    WriteLock.on(folder.resolve("a.ckpt")).close();
    assertEquals(List.of(), files());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void aFileIsTheSameByEachOfItsNames() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    WriteLock lock = WriteLock.on(real.resolve("a"));
    try (lock) {
      assertThrows(IOException.class, () -> WriteLock.on(link.resolve("a")));
      assertThrows(IOException.class, () -> WriteLock.on(real.resolve("../link/a")));
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void aLinkToNowhereInTheLocksPlaceIsRefusedAndDoesNotHang() throws IOException {
    Files.createSymbolicLink(folder.resolve(".a.lock"), Path.of("nowhere"));
    assertThrows(FileSystemException.class, () -> WriteLock.on(folder.resolve("a")));
  }

  /** Takes the lock, says so, and keeps it until it is told to end. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      WriteLock lock = WriteLock.on(Path.of(arguments[0]));
      try (lock) {
        System.out.println("held");
        System.in.read();
      }
    }
  }

  /** Tries to take the lock once. */
  static final class Taker {
    public static void main(String[] arguments) throws IOException {
      try {
        WriteLock.on(Path.of(arguments[0])).close();
        System.out.println("taken");
      } catch (IOException e) {
        System.out.println("refused");
      }
    }
  }

  private String take(List<String> before, Path file) throws Exception {
    try (ChildJvm child = ChildJvm.start(before, Taker.class, file.toString())) {
      return child.line();
    }
  }

  /** POSIX takes all locks of a process on a file away when it closes any channel to that file. */
  @Test
  void aRefusedAttemptInTheSameJvmDoesNotLetAnotherProcessIn() throws Exception {
    Path file = folder.resolve("a");
    WriteLock lock = WriteLock.on(file);
    try (lock) {
      for (int i = 0; i < 3; i++) {
        assertThrows(IOException.class, () -> WriteLock.on(file));
      }
      assertEquals("refused", take(List.of(), file));
    }
    assertEquals("taken", take(List.of(), file));
  }

  @Test
  void aProcessKeepsOthersOutUntilItIsKilled() throws Exception {
    Path file = folder.resolve("a");
    try (ChildJvm holder = ChildJvm.start(Holder.class, file.toString())) {
      assertEquals("held", holder.line());
      assertThrows(IOException.class, () -> WriteLock.on(file));
      assertEquals("refused", take(List.of(), file));
      holder.kill();
    }
    assertEquals(List.of(folder.resolve(".a.lock")), files());
    WriteLock.on(file).close();
    assertEquals(List.of(), files());
  }

  @Test
  void aContainerOnTheSameFolderIsKeptOutToo() throws Exception {
    requireContainers();
    Path file = folder.resolve("a");
    try (ChildJvm holder = ChildJvm.start(OWN_PROCESSES, Holder.class, file.toString())) {
      assertEquals("held", holder.line());
      assertThrows(IOException.class, () -> WriteLock.on(file));
      assertEquals("refused", take(OWN_PROCESSES, file));
    }
  }

  /** What a process writes to while it holds the lock is never seen half-changed by another. */
  static final class Counter {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      Path shared = file.resolveSibling("count");
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Thread thread = new Thread(() -> count(file, shared, Integer.parseInt(arguments[1])));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println("done");
    }

    private static void count(Path file, Path shared, int times) {
      for (int done = 0; done < times; ) {
        try {
          WriteLock lock = WriteLock.on(file);
          try (lock) {
            int before = Integer.parseInt(Files.readString(shared));
            Thread.yield();
            Files.writeString(shared, Integer.toString(before + 1));
            done++;
          }
        } catch (IOException e) {
          Thread.onSpinWait(); // another has it
        }
      }
    }
  }

  /** Two threads each in two processes and two containers: the lock's file comes and goes. */
  @Test
  void noneOfManyWritersIsLost() throws Exception {
    int times = 100;
    Path file = folder.resolve("a");
    Path count = Files.writeString(folder.resolve("count"), "0");
    List<ChildJvm> children = new ArrayList<>();
    List<List<String>> before = new ArrayList<>(List.of(List.of(), List.of()));
    if (hasContainers()) {
      before.addAll(List.of(OWN_PROCESSES, OWN_PROCESSES));
    }
    for (List<String> words : before) {
      children.add(ChildJvm.start(words, Counter.class, file.toString(), "" + times));
    }
    for (ChildJvm child : children) {
      try (child) {
        assertEquals("done", child.line(), child::errorText);
      }
    }
    assertEquals(2 * times * before.size(), Integer.parseInt(Files.readString(count)));
    assertEquals(List.of(count), files());
  }

  /** Writes a temporary file and keeps it open. */
  static final class SlowWriter {
    public static void main(String[] arguments) throws IOException {
      AtomicFile.write(
          Path.of(arguments[0]),
          channel -> {
            System.out.println("writing");
            System.in.read();
          });
      System.out.println("written");
    }
  }

  @Test
  void aCleanerLeavesWhatALiveWriterWrites() throws Exception {
    Path file = folder.resolve("a");
    List<String> before = hasContainers() ? OWN_PROCESSES : List.of();
    try (ChildJvm writer = ChildJvm.start(before, SlowWriter.class, file.toString())) {
      assertEquals("writing", writer.line());
      AtomicFile.deleteAbandoned(folder);
      AtomicFile.write(file, "mine");
      assertEquals(2, files().size(), () -> "the temporary file is gone");
      writer.end();
      assertEquals("written", writer.line(), writer::errorText);
    }
    assertEquals(List.of(file), files());
    assertEquals("", Files.readString(file));
  }

  @Test
  void aCleanerOfTheSameJvmLeavesItTooAndItStaysLocked() throws Exception {
    Path file = folder.resolve("a");
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.deleteAbandoned(folder);
          assertEquals(1, files().size());
          Path temporary = files().get(0);
          assertFalse(isFree(temporary), "the lock is gone");
        });
    assertEquals(List.of(file), files());
  }

  /** Whether a process of its own can lock the file. */
  static final class Locker {
    public static void main(String[] arguments) throws IOException {
      System.out.println(LockedFile.open(Path.of(arguments[0])).isPresent());
    }
  }

  private static boolean isFree(Path file) throws IOException {
    try (ChildJvm child = ChildJvm.start(Locker.class, file.toString())) {
      return Boolean.parseBoolean(child.line());
    }
  }

  @Test
  void aKilledWritersFileIsRemovedByAnyCleaner() throws Exception {
    Path file = folder.resolve("a");
    try (ChildJvm writer = ChildJvm.start(SlowWriter.class, file.toString())) {
      assertEquals("writing", writer.line());
      writer.kill();
    }
    assertTrue(files().get(0).toString().endsWith(".part"));
    AtomicFile.deleteAbandoned(folder);
    assertEquals(List.of(), files());
  }

  private static void requireContainers() throws Exception {
    assumeTrue(hasContainers(), "unshare is not there or not permitted");
  }

  private static boolean hasContainers() throws Exception {
    List<String> words = new ArrayList<>(OWN_PROCESSES);
    words.add("true");
    try {
      Process process = new ProcessBuilder(words).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
