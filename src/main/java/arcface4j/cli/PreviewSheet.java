package arcface4j.cli;

import arcface4j.app.Preview;
import arcface4j.data.BrokenImages;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageListing;
import arcface4j.data.ImageSet;
import arcface4j.image.Preprocessing;
import arcface4j.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** {@code data --preview}: a picture of what a training would see of some images. */
final class PreviewSheet {

  /** What its PNG says of who made it. */
  static final String SOFTWARE = "arcface4j preview";

  private static final String PREVIEW = "preview";

  /** Options of a training that change single images. */
  private static final Set<String> CHANGES =
      Set.of(
          "padding",
          "padding-mode",
          "flip",
          "cutout",
          "random-resized-crop",
          "auto-augment",
          "color-jitter",
          "grayscale",
          "blur",
          "erase");

  private PreviewSheet() {}

  static List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(
        Flag.value(
            PREVIEW, "FILE.png", null, "draw some images as the options below would change them"));
    TrainFlags.augmentation().stream()
        .filter(flag -> CHANGES.contains(flag.name()))
        .forEach(flags::add);
    flags.add(Flag.value("seed", "N", "1", "of the changes"));
    return flags;
  }

  /** Draws and writes the sheet, where one is asked for; returns where it is. */
  static Optional<Path> write(
      Arguments arguments, ImageListing listing, Preprocessing preprocessing, Console console)
      throws UsageException, IOException {
    Optional<OutputFile> target = OutputFile.find(arguments, PREVIEW, OutputKind.SHEET);
    if (target.isEmpty()) {
      for (String option : CHANGES) {
        if (arguments.isGiven(option)) {
          throw new UsageException("--" + option + " goes with --preview, which shows it");
        }
      }
      return Optional.empty();
    }
    ImageSet images = ImageSet.ofFiles(listing.all(), preprocessing, ImageCache.none());
    BufferedImage sheet =
        Preview.of(
            images,
            new TrainSettings(arguments).changesOfImages(preprocessing.smallerSide()),
            arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            BrokenImages.leftOut(console::warn));
    ByteBuffer png = ByteBuffer.wrap(png(sheet));
    target.get().write(channel -> AtomicFile.writeFully(channel, png));
    return target.map(OutputFile::path);
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(picture), writer.getDefaultWriteParam());
    IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
    IIOMetadataNode texts = new IIOMetadataNode("tEXt");
    IIOMetadataNode text = new IIOMetadataNode("tEXtEntry");
    text.setAttribute("keyword", "Software");
    text.setAttribute("value", SOFTWARE);
    texts.appendChild(text);
    root.appendChild(texts);
    metadata.mergeTree("javax_imageio_png_1.0", root);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(picture, null, metadata));
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
