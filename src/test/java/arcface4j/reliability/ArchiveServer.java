package arcface4j.reliability;

import arcface4j.data.CifarFiles;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a small archive of CIFAR-10 slowly, or the rest of it, on loopback. */
final class ArchiveServer implements AutoCloseable {

  private static final int PIECE_BYTES = 1 << 14;

  private final HttpServer server;
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private final byte[] archive;

  private ArchiveServer(HttpServer server, byte[] archive) {
    this.server = server;
    this.archive = archive;
  }

  static ArchiveServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ArchiveServer server = new ArchiveServer(http, CifarFiles.archive());
    http.setExecutor(server.handlers);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/archive";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    try (exchange) {
      if (from >= archive.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + archive.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      String given = "bytes %d-%d/%d".formatted(from, archive.length - 1, archive.length);
      exchange.getResponseHeaders().set("Content-Range", given);
      exchange.sendResponseHeaders(range == null ? 200 : 206, archive.length - from);
      send(exchange.getResponseBody(), from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(OutputStream body, int from) throws IOException, InterruptedException {
    for (int at = from; at < archive.length; at += PIECE_BYTES) {
      body.write(Arrays.copyOfRange(archive, at, Math.min(archive.length, at + PIECE_BYTES)));
      body.flush();
      Thread.sleep(2);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }
}
