package org.healthpassport.qrcode.drawing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.healthpassport.qrcode.symbol.QrSymbol;

/** Writes a symbol as SVG: a rectangle, and one path with all runs of dark modules. */
final class Svg {
    private static final int DECIMALS = 4;

    private final Drawing drawing;
    private final QrSymbol symbol;

    Svg(Drawing drawing, QrSymbol symbol) {
        this.drawing = drawing;
        this.symbol = symbol;
    }

    /** The SVG text. One unit is one module; the view box has the shape of the picture, so the background fills it. */
    String text() {
        int shorter = Math.min(drawing.width(), drawing.height());
        double width = (double) drawing.modules(symbol) * drawing.width() / shorter;
        double height = (double) drawing.modules(symbol) * drawing.height() / shorter;
        String left = number((symbol.size() - width) / 2);
        String top = number((symbol.size() - height) / 2);
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="%1$d" height="%2$d" \
                viewBox="%3$s %4$s %5$s %6$s" shape-rendering="crispEdges">\
                <rect x="%3$s" y="%4$s" width="%5$s" height="%6$s" fill="%7$s"/>\
                <path fill="%8$s" d="%9$s"/>\
                </svg>
                """,
                drawing.width(),
                drawing.height(),
                left,
                top,
                number(width),
                number(height),
                drawing.background().hex(),
                drawing.foreground().hex(),
                path());
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < symbol.size(); row++) {
            int column = 0;
            while (column < symbol.size()) {
                int end = column;
                while (end < symbol.size() && symbol.isDark(end, row)) {
                    end++;
                }
                int run = end - column;
                if (run > 0) {
                    path.append('M').append(column).append(' ').append(row);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                }
                column = end + 1;
            }
        }
        return path.toString();
    }

    /** Formats a number without trailing zeros or exponent, and the same in every locale. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
