package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.CifarFiles;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetchCommandTest {

  /** What the data set's authors publish. */
  private static final String OFFICIAL_MD5 = "c32a1d4ab5d03f1284b67883e8d87530";

  @TempDir Path folder;
  private byte[] archive;
  private HttpServer server;

  @BeforeEach
  void serveAnotherArchive() throws IOException {
    archive = CifarFiles.archive();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void anotherArchiveIsRefusedAndLeavesNothingUnlessNoChecksumIsWanted()
      throws IOException, GeneralSecurityException {
    Path data = folder.resolve("data");
    CliRun refused = fetch(data);
    assertEquals(Cli.FAILED, refused.code(), refused.err());
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(archive));
    assertTrue(refused.err().contains("MD5 is " + md5 + ", " + OFFICIAL_MD5), refused.err());
    assertEquals("", refused.out());
    assertEquals(List.of(), names(data));

    CliRun accepted = fetch(data, "--no-checksum").succeeded();
    Path unpacked = data.resolve("cifar-10-batches-bin");
    assertEquals(unpacked.toString(), accepted.out().strip());
    assertEquals(List.of("cifar-10-batches-bin", "cifar-10-binary.tar.gz"), names(data));
    assertArrayEquals(
        CifarFiles.all().get("test_batch.bin"),
        Files.readAllBytes(unpacked.resolve("test_batch.bin")));
  }

  private CliRun fetch(Path data, String... more) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/archive";
    String[] line = {"fetch", "cifar10", "--data-dir", data.toString(), "--url", url};
    return CliRun.of(Stream.of(line, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> paths = Files.list(place)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
