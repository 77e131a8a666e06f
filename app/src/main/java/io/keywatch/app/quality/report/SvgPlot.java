package io.keywatch.app.quality.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small line plot as inline SVG: no script, no style sheet from elsewhere. */
final class SvgPlot {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 340;
    private static final int LEFT = 56;
    private static final int BOTTOM = 44;
    private static final int TOP = 16;
    private static final int LEGEND = 170;
    private static final int TICKS = 5;
    /** Told apart in both colour schemes and by most colour-blind readers (Okabe and Ito). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#7f7f7f");

    /** Points in data coordinates. */
    record Point(double x, double y) {}

    record Line(String name, List<Point> points, boolean dots) {}

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final double xMax;
    private final double yMax;
    private final boolean logarithmic;
    private final List<Line> lines = new ArrayList<>();

    /** @param logarithmic y as log10(1 + y), for counts that differ by orders of magnitude */
    SvgPlot(String title, String xTitle, String yTitle, double xMax, double yMax, boolean logarithmic) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.xMax = xMax;
        this.yMax = yMax;
        this.logarithmic = logarithmic;
    }

    void add(Line line) {
        lines.add(line);
    }

    String render() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\"><title>%s</title>"
                .formatted(WIDTH + LEGEND, HEIGHT, WIDTH + LEGEND, Html.escape(title)));
        axes(svg);
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        for (int i = 0; i <= TICKS; i++) {
            double xValue = xMax * i / TICKS;
            double yValue = logarithmic ? Math.pow(1 + yMax, i / (double) TICKS) - 1 : yMax * i / TICKS;
            String x = number(x(xValue));
            String y = number(y(yValue));
            svg.append("<line class=\"grid\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>"
                    .formatted(x, TOP, x, HEIGHT - BOTTOM));
            svg.append("<line class=\"grid\" x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\"/>".formatted(LEFT, y, WIDTH, y));
            svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                    .formatted(x, HEIGHT - BOTTOM + 16, label(xValue)));
            svg.append("<text x=\"%d\" y=\"%s\" text-anchor=\"end\" dy=\"4\">%s</text>"
                    .formatted(LEFT - 6, y, label(yValue)));
        }
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted((LEFT + WIDTH) / 2, HEIGHT - 8, Html.escape(xTitle)));
        svg.append("<text transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>"
                .formatted((TOP + HEIGHT - BOTTOM) / 2, Html.escape(yTitle)));
    }

    private void draw(StringBuilder svg, Line line, String colour, int index) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(number(x(point.x())))
                    .append(',')
                    .append(number(y(point.y())))
                    .append(' ');
        }
        svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>"
                .formatted(colour, path.toString().strip()));
        if (line.dots()) {
            for (Point point : line.points()) {
                svg.append("<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"%s\"/>"
                        .formatted(number(x(point.x())), number(y(point.y())), colour));
            }
        }
        int y = TOP + 8 + 18 * index;
        svg.append(
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>".formatted(WIDTH + 12, y - 4, colour));
        svg.append("<text x=\"%d\" y=\"%d\">%s</text>".formatted(WIDTH + 30, y + 2, Html.escape(line.name())));
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT) * value / xMax;
    }

    private double y(double value) {
        double share = logarithmic ? Math.log(1 + value) / Math.log(1 + yMax) : value / yMax;
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String label(double value) {
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
