package arcface4j.app.inspect;

import java.nio.ByteBuffer;
import org.apache.commons.codec.digest.DigestUtils;

/** A SHA-256 of a file's bytes, in a form that takes little memory. */
record Sha256(long a, long b, long c, long d) {

  static Sha256 of(byte[] bytes) {
    ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(bytes));
    return new Sha256(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }
}
