package arcface4j.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** GIFs, as they are shown: the first frame on its canvas. */
final class GifPictures {

  private GifPictures() {}

  static ImageInfo info(byte[] file) throws IOException {
    GifFrame frame = GifFrame.of(file);
    return new ImageInfo(ImageFormat.GIF, frame.canvasWidth(), frame.canvasHeight(), 1, false);
  }

  static Picture read(byte[] file) throws IOException {
    GifFrame frame = GifFrame.of(file);
    PixelLimits.check(frame.canvasWidth(), frame.canvasHeight(), 8);
    byte[] sequential = file.clone();
    // The JDK mixes up the rows of an interlaced frame of fewer than five; rows are sorted here.
    sequential[frame.flagsAt()] &= ~GifFrame.INTERLACED;
    BufferedImage image = Readers.jdk(ImageFormat.GIF, sequential, reader -> reader.read(0));
    PixelRows rows = new FrameRows(frame, image, frame.storedRows());
    return Picture.whole(rows, Optional.empty(), Orientation.UPRIGHT);
  }

  /** The frame's rows in their order, and the canvas beside them. */
  private record FrameRows(GifFrame frame, BufferedImage image, PixelRows pixels, int[] storedRows)
      implements PixelRows {

    FrameRows(GifFrame frame, BufferedImage image, int[] storedRows) {
      this(frame, image, BufferedRows.asShown(image), storedRows);
    }

    @Override
    public Kind kind() {
      return pixels.kind();
    }

    @Override
    public int width() {
      return frame.canvasWidth();
    }

    @Override
    public int height() {
      return frame.canvasHeight();
    }

    @Override
    public boolean hasAlpha() {
      return true;
    }

    @Override
    public void read(int y, int from, int to, float[] samples, float[] alpha) {
      fillWithCanvas(samples, alpha);
      int row = y - frame.top();
      int begin = Math.max(from, frame.left());
      int end = Math.min(to, frame.left() + frame.width());
      if (row < 0 || row >= frame.height() || begin >= end) {
        return;
      }
      int bands = kind().bands();
      float[] part = new float[(end - begin) * bands];
      float[] partAlpha = new float[end - begin];
      Arrays.fill(partAlpha, 1);
      pixels.read(storedRows[row], begin - frame.left(), end - frame.left(), part, partAlpha);
      System.arraycopy(part, 0, samples, (begin - from) * bands, part.length);
      System.arraycopy(partAlpha, 0, alpha, begin - from, partAlpha.length);
    }

    /** Transparent where the frame knows that, else the first colour of its table. */
    private void fillWithCanvas(float[] samples, float[] alpha) {
      int colour = image.getColorModel().getRGB(0);
      for (int x = 0; x < alpha.length; x++) {
        samples[3 * x] = colour >> 16 & 255;
        samples[3 * x + 1] = colour >> 8 & 255;
        samples[3 * x + 2] = colour & 255;
        alpha[x] = frame.transparent() ? 0 : 1;
      }
    }
  }
}
