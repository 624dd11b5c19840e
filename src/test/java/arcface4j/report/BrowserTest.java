package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser, where the machine has Chromium and its driver. */
@Tag("browser")
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  @TempDir static Path folder;
  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws IOException {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "no " + CHROMIUM + " and " + DRIVER + "; apt-get install chromium chromium-driver");
    Path page = folder.resolve("report.html");
    Files.writeString(
        page,
        HtmlReport.render(
            SampleFindings.of(60), ReportOptions.of(MapMethod.UMAP, 40, 1), share -> {}));
    browser = new ChromeDriver(service(), options());
    browser.get(page.toUri().toString());
  }

  private static ChromeDriverService service() {
    return new ChromeDriverService.Builder()
        .usingDriverExecutable(new File(DRIVER.toString()))
        .usingAnyFreePort()
        .build();
  }

  private static ChromeOptions options() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
        "--force-prefers-reduced-motion",
        "--user-data-dir=" + folder.resolve("profile"));
    return options;
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static void prefer(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    // A page hears of the change just before its next frame.
    browser.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => done()))");
  }

  private static Object script(String text, Object... arguments) {
    return browser.executeScript(text, arguments);
  }

  private static void waitUntil(String condition) {
    browser.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "const timer = setInterval(() => {"
            + "  if (%s) { clearInterval(timer); done(); } }, 50)".formatted(condition));
  }

  /** Runs last, so that it hears what all the others did. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theConsoleStaysEmptyAndNothingIsRequested() {
    prefer("dark");
    prefer("light");
    assertEquals(List.of(), browser.manage().logs().get(LogType.BROWSER).getAll());
    assertEquals(
        0L,
        script(
            "return performance.getEntriesByType('resource')"
                + ".filter(each => !each.name.startsWith('data:')).length"));
  }

  @Test
  void everyFigureIsDrawnFromData() {
    List<WebElement> places = browser.findElements(By.className("chart"));
    assertEquals(7, places.size());
    for (WebElement place : places) {
      String id = place.getDomAttribute("id");
      long points =
          (Long)
              script(
                  "return echarts.getInstanceByDom(arguments[0]).getOption().series"
                      + ".map(each => each.data.length).reduce((a, b) => a + b, 0)",
                  place);
      assertTrue(points > 0, id + " has no data");
      long inks =
          (Long)
              script(
                  "const c = arguments[0].querySelector('canvas');"
                      + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                      + "const seen = new Set();"
                      + "for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200)"
                      + " seen.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]);"
                      + "return seen.size",
                  place);
      assertTrue(inks > 3, id + " shows " + inks + " colours");
    }
  }

  @Test
  void thePointerOverAPointOfTheMapShowsItsPicture() {
    WebElement map = browser.findElement(By.id("chart-map"));
    for (String layout : List.of("PCA", "UMAP")) {
      browser.findElement(By.cssSelector("[data-layout=" + layout + "]")).click();
      hoverOver("places[0]", map);
      waitUntil("document.querySelector('#chart-map .hint .sprite') !== null");
      String words = browser.findElement(By.cssSelector("#chart-map .hint")).getText();
      assertTrue(words.contains(SampleFindings.NAMES.get(0)), words);
      assertTrue(words.contains("file<"), words);
      assertEquals("red", colourOfHint()); // the colour of class 0
    }
  }

  /** Moves the pointer over the point that the script picks among the {@code places}. */
  private static void hoverOver(String picked, WebElement map) {
    script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", map);
    script("echarts.getInstanceByDom(arguments[0]).dispatchAction({type: 'hideTip'})", map);
    List<?> at =
        (List<?>)
            script(
                "const chart = echarts.getInstanceByDom(arguments[0]);const places ="
                    + " chart.getOption().series.flatMap((series, i) =>  series.data.map(each =>"
                    + " chart.convertToPixel({seriesIndex: i}, each.value)));"
                    + "const [x, y] = %s;".formatted(picked)
                    + "return [Math.round(x - arguments[0].clientWidth / 2),"
                    + "  Math.round(y - arguments[0].clientHeight / 2)]",
                map);
    new Actions(browser)
        .moveToElement(map, ((Long) at.get(0)).intValue(), ((Long) at.get(1)).intValue())
        .perform();
  }

  /** What the piece of the sheet that the hint shows is painted with. */
  private static Object colourOfHint() {
    return browser.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "const style = getComputedStyle(document.querySelector('#chart-map .hint .sprite'));"
            + "const picture = new Image();"
            + "picture.onload = () => {"
            + "  const c = document.createElement('canvas'); c.width = c.height = 1;"
            + "  const size = style.backgroundSize.split(' ').map(parseFloat);"
            + "  const place = style.backgroundPosition.split(' ').map(parseFloat);"
            + "  const scale = picture.naturalWidth / size[0];"
            + "  c.getContext('2d').drawImage(picture,"
            + "    (48 - place[0]) * scale, (48 - place[1]) * scale, 1, 1, 0, 0, 1, 1);"
            + "  const [r, g, b] = c.getContext('2d').getImageData(0, 0, 1, 1).data;"
            + "  done(r > 200 && g < 60 && b < 60 ? 'red' : r + ',' + g + ',' + b);"
            + "};"
            + "picture.src = style.backgroundImage.slice(5, -2);");
  }

  /** The charts are drawn again a moment after the page hears of the change. */
  @Test
  void darkAndLightAreDrawnInTheirOwnColours() {
    String ground = "return getComputedStyle(document.body).backgroundColor";
    String axis =
        "echarts.getInstanceByDom(document.getElementById('chart-loss'))"
            + ".getOption().xAxis[0].axisLabel.color";
    prefer("light");
    Object lightGround = script(ground);
    Object lightAxis = script("return " + axis);
    prefer("dark");
    assertNotEquals(lightGround, script(ground));
    waitUntil(axis + " !== '" + lightAxis + "'");
    prefer("light");
    waitUntil(axis + " === '" + lightAxis + "'");
  }

  @Test
  void noNameIsRunAndNoneIsLost() {
    assertNull(script("return window.broken"));
    List<String> cells =
        browser.findElements(By.cssSelector("#classes .tables th[scope=row]")).stream()
            .map(WebElement::getText)
            .toList();
    assertTrue(cells.containsAll(SampleFindings.NAMES), cells.toString());
  }

  /** Not even after a hint was shown where the page was wider. */
  @Test
  void aNarrowWindowNeedsNoSidewaysScrolling() {
    WebElement map = browser.findElement(By.id("chart-map"));
    hoverOver("places.reduce((a, b) => a[0] > b[0] ? a : b)", map);
    waitUntil("document.querySelector('#chart-map .hint') !== null");
    Dimension before = browser.manage().window().getSize();
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    long width = (Long) script("return document.documentElement.scrollWidth");
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    browser.manage().window().setSize(before);
    assertEquals(390, width);
  }

  @Test
  void everyPictureHasItsWordsBelowIt() {
    assertEquals(
        0L,
        script(
            "return [...document.querySelectorAll('.picture')].filter(each => {"
                + "  const picture = each.querySelector('img').getBoundingClientRect();"
                + "  const words = each.querySelector('span').getBoundingClientRect();"
                + "  return words.top < picture.bottom || words.width < picture.width / 2;"
                + "}).length"));
  }

  @Test
  void everyPictureIsLoaded() {
    assertEquals(
        0L, script("return [...document.images].filter(each => !each.naturalWidth).length"));
  }
}
