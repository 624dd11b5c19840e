package arcface4j.data;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;

/**
 * Ten ways to fill a shape of radius 1: what is painted over it in a second colour. None is another
 * one mirrored, so that flipping an image does not change its class.
 */
enum Filling {
  SOLID(new Path2D.Double()),
  ROWS(stripes(0)),
  COLUMNS(stripes(90)),
  DIAGONALS(stripes(45)),
  CIRCLES(circles()),
  GRID(both(stripes(0), stripes(90))),
  LATTICE(both(stripes(45), stripes(-45))),
  DOTS(dots()),
  LEFT_HALF(new Rectangle2D.Double(-2, -2, 2, 4)),
  UPPER_HALF(new Rectangle2D.Double(-2, -2, 4, 2));

  private final List<Shape> parts; // [outline], made once: cutting shapes is slow

  Filling(Shape pattern) {
    this.parts =
        Arrays.stream(Outline.values()).map(outline -> cut(pattern, outline.shape())).toList();
  }

  private static Shape cut(Shape pattern, Shape outline) {
    Area area = new Area(pattern);
    area.intersect(new Area(outline));
    return new Path2D.Double(area);
  }

  /** The part of the outline that has the second colour. */
  Shape within(Outline outline) {
    return parts.get(outline.ordinal());
  }

  private static Shape stripes(double degrees) {
    double pitch = 0.6;
    Path2D lines = new Path2D.Double();
    for (int i = -3; i <= 3; i++) {
      lines.append(new Rectangle2D.Double(-2, i * pitch - pitch / 5, 4, pitch / 2.5), false);
    }
    return AffineTransform.getRotateInstance(Math.toRadians(degrees)).createTransformedShape(lines);
  }

  private static Shape both(Shape one, Shape other) {
    Area area = new Area(one);
    area.add(new Area(other));
    return area;
  }

  private static Shape circles() {
    Path2D circles = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    for (double radius : new double[] {0.22, 0.42, 0.62, 0.82}) {
      circles.append(new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius), false);
    }
    return circles;
  }

  private static Shape dots() {
    double pitch = 0.6;
    Path2D dots = new Path2D.Double();
    double radius = pitch / 3;
    for (int row = -2; row <= 2; row++) {
      for (int column = -2; column <= 2; column++) {
        double x = column * pitch - radius;
        double y = row * pitch - radius;
        dots.append(new Ellipse2D.Double(x, y, 2 * radius, 2 * radius), false);
      }
    }
    return dots;
  }
}
