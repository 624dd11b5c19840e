package arcface4j.image;

import arcface4j.image.PixelRows.Kind;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Optional;

/** From the colours of an ICC profile to sRGB, a row at a time, with the JDK's LittleCMS. */
final class ProfileConversion {

  private final ColorConvertOp convert;
  private final byte[] in; // [width, bands]
  private final byte[] out; // [width, 3]
  private final WritableRaster from;
  private final WritableRaster to;

  private ProfileConversion(ICC_Profile profile, int bands, int width) {
    ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    convert = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
    in = new byte[width * bands];
    out = new byte[width * 3];
    from = row(in, width, bands);
    to = row(out, width, 3);
  }

  private static WritableRaster row(byte[] samples, int width, int bands) {
    int[] offsets = new int[bands];
    Arrays.setAll(offsets, band -> band);
    return Raster.createInterleavedRaster(
        new DataBufferByte(samples, samples.length), width, 1, width * bands, bands, offsets, null);
  }

  /**
   * For rows of {@code width} pixels.
   *
   * @return empty where the profile is of another kind of samples, broken, or sRGB itself: such a
   *     picture is shown without it
   */
  static Optional<ProfileConversion> of(ICC_Profile profile, Kind kind, int width) {
    if (profile.getColorSpaceType() != type(kind) || isSrgb(profile)) {
      return Optional.empty();
    }
    try {
      ProfileConversion conversion = new ProfileConversion(profile, kind.bands(), width);
      conversion.apply(new float[width * kind.bands()], new float[width * 3]);
      return Optional.of(conversion);
    } catch (CMMException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The profile of these bytes; empty where they are none. */
  static Optional<ICC_Profile> profile(byte[] bytes) {
    try {
      return Optional.of(ICC_Profile.getInstance(bytes));
    } catch (IllegalArgumentException | CMMException e) {
      return Optional.empty();
    }
  }

  private static int type(Kind kind) {
    return switch (kind) {
      case GRAY -> ColorSpace.TYPE_GRAY;
      case RGB -> ColorSpace.TYPE_RGB;
      case CMYK -> ColorSpace.TYPE_CMYK;
    };
  }

  private static boolean isSrgb(ICC_Profile profile) {
    return profile.getColorSpaceType() == ColorSpace.TYPE_RGB
        && new ICC_ColorSpace(profile).isCS_sRGB();
  }

  /**
   * Converts a row.
   *
   * @param samples [width, bands] in 0 to 255
   * @param line [width, 3] in 0 to 255
   */
  void apply(float[] samples, float[] line) {
    for (int i = 0; i < in.length; i++) {
      in[i] = (byte) Math.round(samples[i]);
    }
    convert.filter(from, to);
    for (int i = 0; i < out.length; i++) {
      line[i] = out[i] & 255;
    }
  }
}
