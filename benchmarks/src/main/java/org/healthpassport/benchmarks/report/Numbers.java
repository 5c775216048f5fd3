package org.healthpassport.benchmarks.report;

import java.util.Locale;

/** Numbers for people: about three digits, thousands apart. */
final class Numbers {
    private Numbers() {}

    /** Such as {@code 0.042}, {@code 1.53}, {@code 27.4} or {@code 12,345}; a dash if it is no number. */
    static String of(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        String format = size < 0.1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

    /** For axes, without zeros at the end: {@code 5}, {@code 2.5}. */
    static String tick(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    }

    static String percent(double share) {
        return Double.isFinite(share) ? Math.round(share * 100) + " %" : "-";
    }

    /** Such as {@code 5.3 times}. */
    static String times(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.1f times", ratio) : "-";
    }
}
