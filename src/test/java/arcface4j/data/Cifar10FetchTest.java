package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class Cifar10FetchTest {

  private static final FetchProgress QUIET = (bytes, total) -> {};

  /** Connecting and the head of an answer have to fit into it on a busy machine, too. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

  @TempDir Path dir;
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private HttpServer server;
  private byte[] archive;
  private final List<String> ranges = new ArrayList<>();

  @BeforeEach
  void startServer() throws IOException {
    archive = CifarFiles.archive();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private Cifar10Fetch fetch(HttpHandler handler) {
    server.createContext("/archive", handler);
    return new Cifar10Fetch(uri("/archive"), Optional.of(md5(archive)), Duration.ofSeconds(10));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A server that knows Range, as the real one does. */
  private void ranged(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    if (range == null) {
      answer(exchange, 200, archive);
      return;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    if (from >= archive.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + archive.length);
      answer(exchange, 416, new byte[0]);
      return;
    }
    String given = "bytes %d-%d/%d".formatted(from, archive.length - 1, archive.length);
    exchange.getResponseHeaders().set("Content-Range", given);
    answer(exchange, 206, Arrays.copyOfRange(archive, from, archive.length));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String failure(Cifar10Fetch fetch) {
    String message = assertThrows(DataException.class, () -> fetch.fetch(dir, QUIET)).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private void assertFetched() throws IOException {
    assertEquals(15, Cifar10.read(dir).train().size());
    assertArrayEquals(archive, Files.readAllBytes(dir.resolve(Cifar10.ARCHIVE)));
    assertEquals(List.of(Cifar10.FOLDER, Cifar10.ARCHIVE), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(dir)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path part() {
    return dir.resolve(Cifar10.ARCHIVE + ".part");
  }

  @Test
  void archiveIsDownloadedCheckedAndUnpacked() throws IOException {
    List<Long> seen = new ArrayList<>();
    Path folder =
        fetch(this::ranged)
            .fetch(
                dir,
                (bytes, total) -> {
                  assertEquals(archive.length, total);
                  seen.add(bytes);
                });
    assertEquals(dir.resolve(Cifar10.FOLDER), folder);
    assertFetched();
    assertEquals(archive.length, seen.get(seen.size() - 1));
    assertEquals(seen.stream().sorted().toList(), seen);
    assertEquals(List.of("null"), ranges);
  }

  @Test
  void secondFetchAsksNobody() throws IOException {
    Cifar10Fetch fetch = fetch(this::ranged);
    fetch.fetch(dir, QUIET);
    fetch.fetch(dir, QUIET);
    assertEquals(1, ranges.size());
  }

  @Test
  void archiveThatIsThereIsUnpackedWithoutADownload() throws IOException {
    Files.write(dir.resolve(Cifar10.ARCHIVE), archive);
    fetch(this::ranged).fetch(dir, QUIET);
    assertFetched();
    assertEquals(List.of(), ranges);
  }

  @Test
  void dataFolderIsMadeIfMissing() throws IOException {
    fetch(this::ranged).fetch(dir.resolve("a/b"), QUIET);
    assertEquals(15, Cifar10.read(dir.resolve("a/b")).train().size());
  }

  @Test
  void dataFolderMayBeALinkToAnother() throws IOException {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), other);
    fetch(this::ranged).fetch(link, QUIET);
    assertEquals(15, Cifar10.read(other).train().size());
  }

  @Test
  void downloadGoesOnWhereItEnded() throws IOException {
    Files.write(part(), Arrays.copyOf(archive, 1000));
    fetch(this::ranged).fetch(dir, QUIET);
    assertFetched();
    assertEquals(List.of("bytes=1000-"), ranges);
  }

  @Test
  void serverWithoutRangeSendsAllAgain() throws IOException {
    Files.write(part(), new byte[1000]);
    fetch(exchange -> answer(exchange, 200, archive)).fetch(dir, QUIET);
    assertFetched();
  }

  @Test
  void completePartNeedsNoMoreBytes() throws IOException {
    Files.write(part(), archive);
    fetch(this::ranged).fetch(dir, QUIET);
    assertFetched();
    assertEquals(1, ranges.size());
  }

  @Test
  void partThatIsTooLongIsDroppedAndLoadedAgain() throws IOException {
    Files.write(part(), new byte[archive.length + 7]);
    fetch(this::ranged).fetch(dir, QUIET);
    assertFetched();
    assertEquals(2, ranges.size());
  }

  @Test
  void rangeThatWasNotAskedForIsNotAppended() throws IOException {
    Files.write(part(), Arrays.copyOf(archive, 1000));
    fetch(
            exchange -> {
              if (exchange.getRequestHeaders().containsKey("Range")) {
                String given = "bytes 0-%d/%d".formatted(archive.length - 1, archive.length);
                exchange.getResponseHeaders().set("Content-Range", given);
                answer(exchange, 206, archive);
              } else {
                answer(exchange, 200, archive);
              }
            })
        .fetch(dir, QUIET);
    assertFetched();
  }

  @Test
  void brokenConnectionKeepsThePartAndTheNextFetchResumes() throws IOException {
    Cifar10Fetch fetch =
        fetch(
            exchange -> {
              if (ranges.isEmpty()) {
                ranges.add("broken");
                exchange.sendResponseHeaders(200, archive.length);
                exchange.getResponseBody().write(archive, 0, 5000);
                exchange.getResponseBody().flush();
                exchange.close();
              } else {
                ranged(exchange);
              }
            });
    String message = failure(fetch);
    assertTrue(message.contains("stopped at") && message.contains("resumes it"), message);
    long kept = Files.size(part());
    assertArrayEquals(Arrays.copyOf(archive, (int) kept), Files.readAllBytes(part()));
    assertFalse(Files.exists(dir.resolve(Cifar10.ARCHIVE)));
    fetch.fetch(dir, QUIET);
    assertFetched();
  }

  @Test
  void serverThatStallsIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    Cifar10Fetch fetch =
        fetch(
            exchange -> {
              exchange.sendResponseHeaders(200, archive.length);
              exchange.getResponseBody().write(archive, 0, 5000);
              exchange.getResponseBody().flush();
              try {
                never.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                exchange.close();
              }
            });
    String message = failure(new Cifar10Fetch(fetch.source(), fetch.md5(), SHORT_PATIENCE));
    assertTrue(message.contains("nothing came for 3000 ms"), message);
  }

  @Test
  void serverThatSendsMoreThanTheLimitIsCutOff() throws IOException {
    byte[] tooMuch = new byte[1 << 20];
    server.createContext("/long", exchange -> answer(exchange, 200, tooMuch));
    AtomicLong taken = new AtomicLong();
    Download download =
        new Download(1000, Duration.ofSeconds(10), (bytes, total) -> taken.set(bytes));
    String message =
        assertThrows(DataException.class, () -> download.complete(uri("/long"), part()))
            .getMessage();
    assertTrue(message.contains("more than 1000 bytes are sent"), message);
    assertFalse(message.contains("resumes"), message);
    assertFalse(Files.exists(part()));
    assertTrue(taken.get() < tooMuch.length / 2, "it goes on reading");
  }

  @Test
  void otherCheckSumIsRefusedAndLeavesNothing() throws IOException {
    Cifar10Fetch fetch = fetch(this::ranged);
    String wrong = "0".repeat(32);
    String message =
        failure(new Cifar10Fetch(fetch.source(), Optional.of(wrong), fetch.patience()));
    assertTrue(
        message.contains(md5(archive))
            && message.contains(wrong)
            && message.contains("--no-checksum"),
        message);
    assertEquals(List.of(), names());
    fetch.withoutChecksum().fetch(dir, QUIET);
    assertFetched();
  }

  @Test
  void archiveOfTheUserWithAnotherCheckSumStays() throws IOException {
    Files.write(dir.resolve(Cifar10.ARCHIVE), archive);
    Cifar10Fetch official = Cifar10Fetch.official();
    String message = failure(official);
    assertTrue(message.contains(Cifar10Fetch.OFFICIAL_MD5), message);
    assertEquals(List.of(Cifar10.ARCHIVE), names());
    official.withoutChecksum().unpack(dir.resolve(Cifar10.ARCHIVE), dir);
    assertFetched();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500, 503})
  void statusOfTheServerIsNamed(int status) throws IOException {
    String message = failure(fetch(exchange -> answer(exchange, status, new byte[0])));
    assertTrue(message.contains("status " + status) && message.contains("/archive"), message);
    assertEquals(List.of(), names());
  }

  @Test
  void redirectIsFollowedButNotAwayFromHttps() throws IOException {
    server.createContext("/real", this::ranged);
    Cifar10Fetch fetch = fetch(exchange -> redirect(exchange, "/real"));
    fetch.fetch(dir, QUIET);
    assertFetched();
    server.createContext("/out", exchange -> redirect(exchange, "http://example.org/x"));
    server.createContext("/round", exchange -> redirect(exchange, "/round"));
    Path other = dir.resolve("other");
    for (String path : List.of("/out", "/round")) {
      Cifar10Fetch bad = fetch.from(uri(path));
      String message =
          assertThrows(DataException.class, () -> bad.fetch(other, QUIET)).getMessage();
      assertTrue(message.contains("https") || message.contains("redirects"), message);
    }
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    answer(exchange, 302, new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/x.tar.gz",
        "http://127.0.0.1.example.org/x",
        "ftp://localhost/x",
        "file:///etc/passwd",
        "x.tar.gz"
      })
  void addressWithoutHttpsIsRefused(String address) {
    String message = failure(Cifar10Fetch.official().from(URI.create(address)));
    assertTrue(message.contains(address) && message.contains("https"), message);
  }

  @Test
  void serverThatIsNotThereIsOneLine() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + port + "/x");
    String message = failure(Cifar10Fetch.official().from(nobody));
    assertTrue(message.contains("cannot be reached") && message.contains("shapes"), message);
  }
}
