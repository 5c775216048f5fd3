package org.healthpassport.qrcode.symbol;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The penalty of a symbol (ISO/IEC 18004, 7.8.3), as simple and slow as it can be said. */
final class PenaltyByTheBook {
    private PenaltyByTheBook() {}

    static int of(ByteMatrix matrix) {
        int size = matrix.getWidth();
        int penalty = 0;
        int dark = 0;
        for (int i = 0; i < size; i++) {
            StringBuilder row = new StringBuilder();
            StringBuilder column = new StringBuilder();
            for (int j = 0; j < size; j++) {
                row.append(matrix.get(j, i));
                column.append(matrix.get(i, j));
                dark += matrix.get(j, i);
            }
            penalty += runs(row) + runs(column) + finders(row) + finders(column);
        }
        for (int y = 1; y < size; y++) {
            for (int x = 1; x < size; x++) {
                int sum = matrix.get(x, y) + matrix.get(x - 1, y) + matrix.get(x, y - 1) + matrix.get(x - 1, y - 1);
                penalty += sum % 4 == 0 ? 3 : 0;
            }
        }
        int steps = 0;
        while (Math.abs(20 * dark - 10 * size * size) > (steps + 1) * size * size) {
            steps++;
        }
        return penalty + 10 * steps;
    }

    /** Three for a run of five, and one for each module more. */
    static int runs(CharSequence line) {
        Matcher run = Pattern.compile("0{5,}|1{5,}").matcher(line);
        int penalty = 0;
        while (run.find()) {
            penalty += run.end() - run.start() - 2;
        }
        return penalty;
    }

    /** Forty for each side of a 1:1:3:1:1 pattern with light four wide on it; the quiet zone is light. */
    static int finders(CharSequence line) {
        String zone = "0".repeat(line.length());
        int penalty = 0;
        for (int n = 1; n <= line.length() / 7; n++) {
            if (!line.toString().contains("0" + "1".repeat(3 * n) + "0")) {
                continue; // Only to save time.
            }
            String pattern =
                    "(?<!1)1{n}0{n}1{m}0{n}1{n}(?!1)".replace("n", "" + n).replace("m", "" + 3 * n);
            String near = "0{" + n + "}";
            String far = "0{" + 4 * n + "}";
            for (String sides : new String[] {
                "(?<=" + far + ")" + pattern + "(?=" + near + ")", "(?<=" + near + ")" + pattern + "(?=" + far + ")"
            }) {
                // A look-ahead around the pattern, as two of them may overlap.
                Matcher found = Pattern.compile("(?=" + sides + ")").matcher(zone + line + zone);
                while (found.find()) {
                    penalty += 40;
                }
            }
        }
        return penalty;
    }
}
