package arcface4j.image;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.lept_fopen;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.leptonica.PIX;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libjpeg-turbo and the libwebp that Leptonica carries. The first makes a photo 2, 4 or 8 times
 * smaller while it decodes it, which no reader in Java does; the second smooths colours as viewers
 * do.
 */
final class Leptonica {

  private static final Logger LOG = LoggerFactory.getLogger(Leptonica.class);
  private static final Optional<Leptonica> INSTANCE = load();

  private final Pointer errorStream; // C's variable stderr; null where the system has none
  private final Pointer errorOutput; // what it is set to
  private final Pointer nowhere;
  private int running;

  private Leptonica() {
    setMsgSeverity(L_SEVERITY_NONE);
    Pointer linux = Loader.addressof("stderr");
    errorStream = linux == null ? Loader.addressof("__stderrp") : linux;
    nowhere = errorStream == null ? null : lept_fopen("/dev/null", "w");
    errorOutput = errorStream == null ? null : new PointerPointer<>(errorStream).get(0);
  }

  /** Empty where this machine has no native library of it. */
  static Optional<Leptonica> get() {
    return INSTANCE;
  }

  private static Optional<Leptonica> load() {
    try {
      return Optional.of(new Leptonica());
    } catch (LinkageError | RuntimeException e) {
      LOG.warn("pictures are read without Leptonica, slowly: {}", DataException.reason(e));
      return Optional.empty();
    }
  }

  /** One call that makes a picture of encoded bytes; null where they are broken. */
  private interface Call {
    PIX read(BytePointer bytes, long length);
  }

  /**
   * Decodes a JPEG of one or three components whose structure was checked.
   *
   * @param reduction 1, 2, 4 or 8
   * @return INT_RGB or BYTE_GRAY; the stored sides divided by the reduction, rounded up
   */
  BufferedImage jpeg(byte[] file, int reduction) throws DataException {
    int broken = L_JPEG_CONTINUE_WITH_BAD_DATA; // as viewers do
    return decode(
        file, (bytes, length) -> pixReadMemJpeg(bytes, length, 0, reduction, null, broken));
  }

  /**
   * Decodes a WebP that is no animation.
   *
   * @return INT_RGB or INT_ARGB
   */
  BufferedImage webp(byte[] file) throws DataException {
    return decode(file, (bytes, length) -> pixReadMemWebP(bytes, length));
  }

  private BufferedImage decode(byte[] file, Call call) throws DataException {
    try (BytePointer bytes = new BytePointer(file)) {
      PIX pix = read(bytes, file.length, call);
      if (pix == null) {
        throw new DataException("its data are broken");
      }
      try {
        return image(pix);
      } finally {
        pixDestroy(pix);
      }
    }
  }

  private PIX read(BytePointer bytes, long length, Call call) {
    enter();
    try {
      return call.read(bytes, length);
    } finally {
      leave();
    }
  }

  /**
   * libjpeg tells of broken data on C's stderr, and Leptonica leaves that on. While it decodes,
   * that stream leads nowhere; Java's own does not use it.
   */
  private synchronized void enter() {
    if (running++ == 0) {
      setErrorStream(nowhere);
    }
  }

  private synchronized void leave() {
    if (--running == 0) {
      setErrorStream(errorOutput);
    }
  }

  private void setErrorStream(Pointer stream) {
    if (errorStream != null && nowhere != null) {
      new PointerPointer<>(errorStream).put(0, stream);
    }
  }

  private static BufferedImage image(PIX pix) throws DataException {
    return switch (pix.d()) {
      case 8 -> gray(pix);
      case 32 -> colour(pix);
      default -> throw new DataException("a depth of " + pix.d() + " bits is not known");
    };
  }

  private static BufferedImage colour(PIX pix) {
    boolean alpha = pix.spp() == 4;
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(pix.w(), pix.h(), type);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    try (IntPointer data = pixGetData(pix)) {
      data.get(pixels); // a row of 32 bits a pixel has no padding
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = alpha ? Integer.rotateRight(pixels[i], 8) : pixels[i] >>> 8; // from RGBA
    }
    return image;
  }

  /** Four pixels a word, the first in its highest byte. */
  private static BufferedImage gray(PIX pix) {
    BufferedImage image = new BufferedImage(pix.w(), pix.h(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int[] words = new int[pix.wpl() * pix.h()];
    try (IntPointer data = pixGetData(pix)) {
      data.get(words);
    }
    for (int y = 0; y < pix.h(); y++) {
      for (int x = 0; x < pix.w(); x++) {
        int word = words[y * pix.wpl() + x / 4];
        pixels[y * pix.w() + x] = (byte) (word >>> 24 - 8 * (x % 4));
      }
    }
    return image;
  }
}
