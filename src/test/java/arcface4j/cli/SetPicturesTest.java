package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetPicturesTest {

  private static BufferedImage picture(int channels, int... values) {
    byte[] planes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      planes[i] = (byte) values[i];
    }
    LabelMap one = new LabelMap(List.of("a"));
    int width = values.length / channels;
    return new SetPictures(ImageSet.of(planes, new int[1], one, channels, 1, width)).picture(0);
  }

  @Test
  void aRedPixelIsRedAndABlueOneBlue() {
    BufferedImage picture = picture(3, 255, 0, 0, 0, 0, 254);
    assertEquals(0xffff0000, picture.getRGB(0, 0));
    assertEquals(0xff0000fe, picture.getRGB(1, 0));
  }

  @Test
  void aGreyPixelHasAllThreeColours() {
    assertEquals(0xff808080, picture(1, 128).getRGB(0, 0));
  }
}
