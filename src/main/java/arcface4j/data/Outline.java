package arcface4j.data;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The ten shapes, drawn about the origin with radius 1, y downwards. */
enum Outline {
  CIRCLE(disc(0, 0, 1)),
  SQUARE(new Rectangle2D.Double(-0.8, -0.8, 1.6, 1.6)),
  TRIANGLE(polygon(0, -1, 0.95, 0.75, -0.95, 0.75)),
  RING(minus(disc(0, 0, 1), disc(0, 0, 0.5))),
  CROSS(
      polygon(
          -0.3, -1, 0.3, -1, 0.3, -0.3, 1, -0.3, 1, 0.3, 0.3, 0.3, 0.3, 1, -0.3, 1, -0.3, 0.3, -1,
          0.3, -1, -0.3, -0.3, -0.3)),
  STAR(star(5, 0.4)),
  CRESCENT(minus(disc(0, 0, 1), disc(0.5, 0, 0.8))),
  HOURGLASS(polygon(-0.85, -1, 0.85, -1, 0.12, 0, 0.85, 1, -0.85, 1, -0.12, 0)),
  ARROW(polygon(-1, -0.28, 0.1, -0.28, 0.1, -0.85, 1, 0, 0.1, 0.85, 0.1, 0.28, -1, 0.28)),
  HEART(heart());

  private final Shape shape;

  Outline(Shape shape) {
    this.shape = shape;
  }

  Shape shape() {
    return shape;
  }

  private static Shape disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private static Shape minus(Shape whole, Shape cut) {
    Area area = new Area(whole);
    area.subtract(new Area(cut));
    return area;
  }

  private static Shape polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static Shape star(int points, double innerRadius) {
    double[] xy = new double[4 * points];
    for (int i = 0; i < 2 * points; i++) {
      double radius = i % 2 == 0 ? 1 : innerRadius;
      double angle = Math.PI * i / points;
      xy[2 * i] = radius * Math.sin(angle);
      xy[2 * i + 1] = -radius * Math.cos(angle);
    }
    return polygon(xy);
  }

  private static Shape heart() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, 1);
    path.curveTo(-1.5, 0, -0.9, -1.3, 0, -0.5);
    path.curveTo(0.9, -1.3, 1.5, 0, 0, 1);
    path.closePath();
    return path;
  }
}
