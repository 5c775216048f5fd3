package org.healthpassport.qrcode.symbol;

/**
 * Judges a masked symbol: the lower the penalty, the easier it is to read (ISO/IEC 18004, 7.8.3). The rules look at the
 * whole symbol, function patterns included; the quiet zone around it counts as light. Rows and columns are judged a
 * word at a time: bit i of {@code after(word, next, n)} is the module n places after module i.
 */
final class Penalty {
    /** For five modules of one colour in a line; one more for each module after them. */
    private static final int RUN = 3;
    /** For each square of two by two modules of one colour. */
    private static final int BLOCK = 3;
    /** For dark, light, dark, light and dark in the ratio 1:1:3:1:1, for each side with a light area four wide. */
    private static final int FINDER = 40;
    /** For each 5 % that the share of dark modules is further than 5 % away from one half. */
    private static final int IMBALANCE = 10;

    private Penalty() {}

    static int of(Modules modules) {
        int size = modules.size();
        int words = modules.words();
        return lines(modules.rows(), size, words)
                + lines(modules.columns(), size, words)
                + BLOCK * blocks(modules.rows(), size, words)
                + IMBALANCE * imbalance(modules.rows(), size);
    }

    /** Runs of one colour, and patterns that could be taken for finders, in one direction. */
    private static int lines(long[] lines, int size, int words) {
        int penalty = 0;
        for (int line = 0; line < lines.length; line += words) {
            boolean wide = false;
            long next = 0;
            long nextEqual = 0;
            long nextRuns = 0;
            // From the last word to the first, because a run is noted where it begins and depends on what comes after.
            for (int word = words - 1; word >= 0; word--) {
                long here = lines[line + word];
                long before = word == 0 ? 0 : lines[line + word - 1];

                long equal = ~(here ^ after(here, next, 1)) & inside(size - 1, word);
                long two = equal & after(equal, nextEqual, 1);
                long runs = two & after(two, nextEqual & nextEqual >>> 1, 2);
                penalty += Long.bitCount(runs) + (RUN - 1) * Long.bitCount(runs & ~after(runs, nextRuns, 1));

                long light1 = ~before(here, before, 1);
                long core = here
                        & ~after(here, next, 1)
                        & after(here, next, 2)
                        & after(here, next, 3)
                        & after(here, next, 4)
                        & ~after(here, next, 5)
                        & after(here, next, 6)
                        & ~after(here, next, 7)
                        & light1;
                if (core != 0) {
                    long darkBefore = before(here, before, 2) | before(here, before, 3) | before(here, before, 4);
                    long darkAfter = after(here, next, 8) | after(here, next, 9) | after(here, next, 10);
                    penalty += FINDER * (Long.bitCount(core & ~darkBefore) + Long.bitCount(core & ~darkAfter));
                }
                // Two light, then at least six dark: without them there is no pattern of modules two or more wide.
                long middle = runs & after(equal, nextEqual, 4) & here & light1 & ~before(here, before, 2);
                if (middle != 0) {
                    long two2 = before(here, before, 3) & ~after(here, next, 6);
                    long three = ~before(here, before, 3) & after(here, next, 6) & after(here, next, 8);
                    wide |= (middle & (two2 | three)) != 0;
                }
                next = here;
                nextEqual = equal;
                nextRuns = runs;
            }
            if (wide) {
                penalty += FINDER * wideFinders(lines, line, size);
            }
        }
        return penalty;
    }

    /** Patterns like finders whose single modules are two or more wide: rare, so they are looked for run by run. */
    private static int wideFinders(long[] lines, int line, int size) {
        int found = 0;
        // The last seven runs: light, dark, light, dark, light, dark, light.
        int light0 = 0;
        int dark1 = 0;
        int light2 = 0;
        int dark3 = 0;
        int light4 = 0;
        int dark5 = 0;
        int at = 0;
        while (at <= size) {
            int begin = at;
            at = end(lines, line, begin, size, false);
            int light6 = (begin == 0 ? size : 0) + (at - begin) + (at == size ? size : 0);
            if (dark1 >= 2 && light2 == dark1 && dark3 == 3 * dark1 && light4 == dark1 && dark5 == dark1) {
                found += (light0 >= 4 * dark1 && light6 >= dark1 ? 1 : 0)
                        + (light6 >= 4 * dark1 && light0 >= dark1 ? 1 : 0);
            }
            if (at == size) {
                break;
            }
            light0 = light2;
            dark1 = dark3;
            light2 = light4;
            dark3 = dark5;
            light4 = light6;
            begin = at;
            at = end(lines, line, begin, size, true);
            dark5 = at - begin;
        }
        return found;
    }

    private static int end(long[] lines, int line, int begin, int size, boolean dark) {
        int at = begin;
        while (at < size && ((lines[line + at / Long.SIZE] >>> at & 1) != 0) == dark) {
            at++;
        }
        return at;
    }

    /** Squares of two by two modules of one colour; they may overlap. */
    private static int blocks(long[] rows, int size, int words) {
        int blocks = 0;
        for (int row = 0; row < rows.length - words; row += words) {
            long next = 0;
            long nextBelow = 0;
            for (int word = words - 1; word >= 0; word--) {
                long here = rows[row + word];
                long below = rows[row + words + word];
                long differs = here ^ after(here, next, 1) | here ^ below | below ^ after(below, nextBelow, 1);
                blocks += Long.bitCount(~differs & inside(size - 1, word));
                next = here;
                nextBelow = below;
            }
        }
        return blocks;
    }

    /** Whole steps of 5 % between the share of dark modules and one half; exactly one step is none. */
    private static int imbalance(long[] rows, int size) {
        int dark = 0;
        for (long word : rows) {
            dark += Long.bitCount(word);
        }
        int all = size * size; // Odd, so there is no exact half.
        return (Math.abs(20 * dark - 10 * all) + all - 1) / all - 1;
    }

    private static long after(long word, long next, int modules) {
        return word >>> modules | next << Long.SIZE - modules;
    }

    private static long before(long word, long previous, int modules) {
        return word << modules | previous >>> Long.SIZE - modules;
    }

    /** Ones for the first modules of a line, as far as they are in the given word. */
    private static long inside(int modules, int word) {
        int count = modules - word * Long.SIZE;
        return count >= Long.SIZE ? -1 : count <= 0 ? 0 : (1L << count) - 1;
    }
}
