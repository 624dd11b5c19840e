package arcface4j.app.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.ImageSet;
import arcface4j.data.Shapes;
import arcface4j.image.ImageDecoder;
import arcface4j.image.ImageFormat;
import arcface4j.image.ImageInfo;
import arcface4j.testing.Photos;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DuplicateFinderTest {

  private static final Progress UNHEARD = done -> {};

  private static Look.Picture ofPlanes(byte[] planes, byte[] bytes) {
    GrayPicture gray = GrayPicture.of(planes);
    return new Look.Picture(
        new ImageInfo(ImageFormat.JPEG, 32, 32, 1, false),
        Sha256.of(bytes),
        PerceptualHash.of(gray),
        Thumbnail.of(gray));
  }

  private static Look.Picture of(byte[] file) throws IOException {
    return ofPlanes(ImageDecoder.decode(file, "a photo", GrayPicture.RENDERING), file);
  }

  private static List<Look.Picture> photos() throws IOException {
    List<Look.Picture> pictures = new ArrayList<>();
    for (Path photo : Photos.all()) {
      pictures.add(of(Files.readAllBytes(photo)));
    }
    return pictures;
  }

  private static DuplicateFinder finder(List<Look.Picture> pictures) {
    DuplicateFinder finder = new DuplicateFinder(pictures.size());
    IntStream.range(0, pictures.size()).forEach(row -> finder.add(row, pictures.get(row)));
    return finder;
  }

  /** Groups by comparing all pairs until nothing changes. */
  private static List<List<Integer>> byAllPairs(List<Look.Picture> pictures) {
    int[] group = IntStream.range(0, pictures.size()).toArray();
    for (int i = 0; i < group.length; i++) {
      for (int j = 0; j < group.length; j++) {
        if (group[i] != group[j] && areAlike(pictures.get(i), pictures.get(j))) {
          int from = Math.max(group[i], group[j]);
          int to = Math.min(group[i], group[j]);
          group = Arrays.stream(group).map(each -> each == from ? to : each).toArray();
        }
      }
    }
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < group.length; i++) {
      groups.computeIfAbsent(group[i], any -> new ArrayList<>()).add(i);
    }
    return groups.values().stream()
        .filter(rows -> rows.stream().map(row -> pictures.get(row).bytes()).distinct().count() > 1)
        .toList();
  }

  private static boolean areAlike(Look.Picture one, Look.Picture other) {
    boolean near =
        Long.bitCount(one.hash() ^ other.hash()) <= DuplicateFinder.FARTHEST
            && one.thumbnail().hasContrast()
            && other.thumbnail().hasContrast()
            && one.thumbnail().correlation(other.thumbnail()) >= Thumbnail.SAME;
    return near || one.bytes().equals(other.bytes());
  }

  @ParameterizedTest
  @EnumSource(Photos.Change.class)
  void aCopyIsFoundAndNothingElse(Photos.Change change) throws IOException {
    List<Look.Picture> pictures = new ArrayList<>();
    List<List<Integer>> expected = new ArrayList<>();
    for (Path photo : Photos.all()) {
      byte[] bytes = Files.readAllBytes(photo);
      expected.add(List.of(pictures.size(), pictures.size() + 1));
      pictures.add(of(bytes));
      pictures.add(of(Photos.copy(bytes, change)));
    }
    List<List<Integer>> found = finder(pictures).near(UNHEARD);
    // Of photos of 32 pixels a column less is a strong crop: a few may be missed.
    int missed = change == Photos.Change.CROPPED ? 2 : 0;
    assertTrue(expected.containsAll(found), found::toString);
    assertTrue(found.size() >= expected.size() - missed, found::toString);
    assertEquals(byAllPairs(pictures), found);
  }

  @Test
  void photosOfOneClassAreNotAlike() throws IOException {
    assertEquals(List.of(), finder(photos()).near(UNHEARD));
  }

  @Test
  void shapesOfOneClassAreNotAlike() throws IOException {
    ImageSet shapes = Shapes.generate(10, 30, 32, 1);
    List<Look.Picture> pictures = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      byte[] planes = new byte[shapes.shape().values()];
      shapes.pixels(i, planes, 0);
      pictures.add(ofPlanes(planes, planes));
    }
    assertEquals(List.of(), finder(pictures).near(UNHEARD));
  }

  @Test
  void flatPicturesAreAlikeOnlyWhereTheirBytesAre() throws IOException {
    List<Look.Picture> pictures = new ArrayList<>();
    for (int gray : new int[] {10, 11, 200, 10}) {
      byte[] planes = new byte[3 * 32 * 32];
      Arrays.fill(planes, (byte) gray);
      planes[5] = 1; // a speck
      pictures.add(ofPlanes(planes, planes));
    }
    DuplicateFinder finder = finder(pictures);
    assertEquals(List.of(), finder.near(UNHEARD));
    assertEquals(List.of(List.of(0, 3)), List.copyOf(finder.exact()));
  }

  /** As the hashes of flat pictures and of drawings are near by chance. */
  @Test
  void nearHashesWithOtherThumbnailsAreNotAlike() throws IOException {
    Look.Picture cat = of(Photos.of("cat/0100"));
    Look.Picture dog = of(Photos.of("dog/0100"));
    Look.Picture near = new Look.Picture(dog.info(), dog.bytes(), cat.hash() ^ 1, dog.thumbnail());
    assertEquals(List.of(), finder(List.of(cat, near)).near(UNHEARD));
  }

  @Test
  void aGroupOfNearOnesHasTheirExactCopiesToo() throws IOException {
    byte[] cat = Photos.of("cat/0100");
    byte[] smaller = Photos.copy(cat, Photos.Change.HALVED);
    List<Look.Picture> pictures =
        List.of(of(cat), of(Photos.of("dog/0100")), of(smaller), of(cat), of(smaller));
    DuplicateFinder finder = finder(pictures);
    Collection<List<Integer>> exact = finder.exact();
    assertEquals(List.of(List.of(0, 3), List.of(2, 4)), List.copyOf(exact));
    assertEquals(List.of(List.of(0, 2, 3, 4)), finder.near(UNHEARD));
  }

  @Test
  void exactCopiesAloneAreNoNearOnes() throws IOException {
    byte[] cat = Photos.of("cat/0100");
    assertEquals(List.of(), finder(List.of(of(cat), of(cat))).near(UNHEARD));
  }

  /** Photos, all their copies and noise: every group is that of comparing all pairs. */
  @Test
  void groupsAreThoseOfAllPairs() throws IOException {
    List<Look.Picture> pictures = new ArrayList<>(photos());
    for (Photos.Change change : Photos.Change.values()) {
      for (Path photo : Photos.all()) {
        pictures.add(of(Photos.copy(Files.readAllBytes(photo), change)));
      }
    }
    pictures.addAll(photos().subList(0, 7));
    List<List<Integer>> found = finder(pictures).near(UNHEARD);
    assertEquals(byAllPairs(pictures), found);
    assertEquals(30, found.size());
  }

  @Test
  void theComparisonCanBeEnded() throws IOException {
    DuplicateFinder finder = finder(photos());
    assertThrows(
        InterruptedIOException.class,
        () ->
            finder.near(
                done -> {
                  throw new InterruptedIOException("stop");
                }));
  }
}
