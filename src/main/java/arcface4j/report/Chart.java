package arcface4j.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a chart draws, as the page's script reads it. */
sealed interface Chart {

  /** Which function of the script draws it. */
  @JsonProperty
  String kind();

  /**
   * An axis.
   *
   * @param name with its unit
   * @param log whether it is logarithmic
   * @param min where it begins, or null for where the data begin
   * @param max where it ends, or null for where the data end
   */
  record Axis(String name, boolean log, Double min, Double max) {
    static Axis of(String name) {
      return new Axis(name, false, null, null);
    }
  }

  /**
   * Points that belong together.
   *
   * @param name for the legend
   * @param points x and y; y is null where there is none
   */
  record Series(String name, List<Double[]> points) {}

  /**
   * Lines.
   *
   * @param filled whether the area below is filled, as in a histogram
   */
  record Lines(Axis x, Axis y, boolean filled, List<Series> series) implements Chart {
    @Override
    public String kind() {
      return "lines";
    }
  }

  /**
   * A matrix as colours; each row's colours are relative to its sum.
   *
   * @param names [C] of rows and columns
   * @param counts [C, C] truth, prediction
   */
  record Matrix(List<String> names, long[][] counts) implements Chart {
    @Override
    public String kind() {
      return "matrix";
    }
  }

  /**
   * Points that show their picture when the pointer is over them.
   *
   * @param layouts where the points are, in several ways
   * @param classes names
   * @param truth [n] class
   * @param predicted [n] class
   * @param names [n] where the pictures come from
   * @param columns pictures in a row of the sheet
   * @param side of a picture in the sheet, in pixels
   */
  record Scatter(
      List<Layout> layouts,
      List<String> classes,
      int[] truth,
      int[] predicted,
      List<String> names,
      int columns,
      int side)
      implements Chart {
    @Override
    public String kind() {
      return "scatter";
    }
  }

  /**
   * One way to lay points out in the plane.
   *
   * @param name of the method
   * @param points [n, 2]
   */
  record Layout(String name, double[][] points) {}
}
