package arcface4j.data;

import arcface4j.io.DataException;
import arcface4j.io.NamedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads a file over HTTPS and goes on where an earlier attempt ended. Plain HTTP is for a
 * server on loopback only.
 */
final class Download {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");
  private static final int MAX_REDIRECTS = 5;
  private static final int PIECE_BYTES = 1 << 16;

  private final long maxBytes;
  private final Duration patience;
  private final FetchProgress progress;
  private final HttpClient client;

  /**
   * A download of at most {@code maxBytes}.
   *
   * @param patience how long to wait for a connection, an answer, or the next piece
   */
  Download(long maxBytes, Duration patience, FetchProgress progress) {
    this.maxBytes = maxBytes;
    this.patience = patience;
    this.progress = progress;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Completes {@code part}.
   *
   * @throws DataException if the server cannot be reached, refuses, or stops; {@code part} keeps
   *     what has arrived
   */
  void complete(URI source, Path part) throws IOException {
    if (!resumed(source, part)) {
      Files.deleteIfExists(part);
      if (!resumed(source, part)) {
        throw new DataException(source + ": the server sends a part that was not asked for");
      }
    }
  }

  /** False if what is on disk is no beginning of what the server has. */
  private boolean resumed(URI source, Path part) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpResponse<InputStream> response = follow(source, have);
    try (InputStream body = response.body()) {
      Matcher range =
          CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
      boolean ranged = range.matches();
      long total = ranged && range.group(2) != null ? Long.parseLong(range.group(2)) : -1;
      switch (response.statusCode()) {
        case 200:
          OptionalLong length = response.headers().firstValueAsLong("Content-Length");
          write(source, body, part, 0, length.orElse(-1));
          return true;
        case 206:
          if (!ranged || range.group(1) == null || Long.parseLong(range.group(1)) != have) {
            return false;
          }
          write(source, body, part, have, total);
          return true;
        case 416:
          return have > 0 && have == total;
        default:
          throw new DataException(
              "%s: the server answers with status %d; 200 was expected"
                  .formatted(source, response.statusCode()));
      }
    }
  }

  private HttpResponse<InputStream> follow(URI source, long have) throws IOException {
    requireSafe(source, isLoopback(source));
    URI at = source;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = send(at, have);
      if (response.statusCode() / 100 != 3) {
        return response;
      }
      response.body().close();
      at = target(at, response);
      requireSafe(at, isLoopback(source));
    }
    throw new DataException(source + ": more than " + MAX_REDIRECTS + " redirects");
  }

  private static URI target(URI from, HttpResponse<?> response) throws DataException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new DataException(from + ": redirects to '" + location + "', which is no address", e);
    }
  }

  private static void requireSafe(URI uri, boolean loopbackAllowed) throws DataException {
    boolean https = "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    if (!https && !(loopbackAllowed && isLoopback(uri))) {
      throw new DataException(uri + ": only https addresses are downloaded from");
    }
  }

  private static boolean isLoopback(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && LOOPBACK.contains(uri.getHost());
  }

  private HttpResponse<InputStream> send(URI uri, long have) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the download was interrupted");
    } catch (IOException e) {
      throw new DataException(
          "%s: the server cannot be reached (%s); is there a network? '--dataset shapes' needs none"
              .formatted(uri, DataException.reason(e)),
          e);
    }
  }

  private void write(URI source, InputStream body, Path part, long have, long total)
      throws IOException {
    long bytes = have;
    StallGuard guard = new StallGuard(body, patience);
    try (guard;
        OutputStream out = Channels.newOutputStream(NamedChannel.open(part, options(have)))) {
      byte[] piece = new byte[PIECE_BYTES];
      int read = body.read(piece);
      while (read >= 0 && bytes <= maxBytes) {
        guard.alive();
        out.write(piece, 0, read);
        bytes += read;
        progress.update(bytes, total);
        read = body.read(piece);
      }
    } catch (FileSystemException e) {
      throw DataException.at(part, "the download cannot be written; the same call resumes it", e);
    } catch (IOException e) {
      throw stopped(source, bytes, total, guard.reason(e), e);
    }
    if (bytes > maxBytes) {
      Files.delete(part); // resumed, it would be too large at once
      throw new DataException(source + ": more than " + maxBytes + " bytes are sent");
    }
    if (total >= 0 && bytes != total) {
      throw stopped(source, bytes, total, "the server closed the connection", null);
    }
  }

  private static OpenOption[] options(long have) {
    return have > 0
        ? new OpenOption[] {StandardOpenOption.APPEND}
        : new OpenOption[] {
          StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
        };
  }

  private static DataException stopped(
      URI source, long bytes, long total, String reason, Throwable cause) {
    return new DataException(
        "%s: the download stopped at %d of %s bytes (%s); the same command resumes it"
            .formatted(source, bytes, total < 0 ? "unknown" : Long.toString(total), reason),
        cause);
  }
}
