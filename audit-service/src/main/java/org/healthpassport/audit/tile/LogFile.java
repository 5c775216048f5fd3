package org.healthpassport.audit.tile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address within a log: of a hash tile or of a bundle of entries, full or partial. */
public sealed interface LogFile permits TileId, BundleId {
    /** The number of hashes in a full tile, and of entries in a full bundle. */
    int FULL_WIDTH = 256;

    /** The highest level at which a tree of less than 2^63 leaves has a tile. */
    int MAX_LEVEL = 7;

    /** The number of files of the same kind and level before this one. */
    long index();

    /** The number of hashes or entries: 1 to 256. */
    int width();

    /** No valid file of this address has more bytes. */
    int maxBytes();

    /** The path relative to the log's prefix, such as {@code tile/0/x001/234.p/7}. */
    String path();

    /** Reads a path as {@link #path} writes it; {@link IllegalArgumentException} for any other spelling. */
    static LogFile parse(String path) {
        Matcher matcher = PathSyntax.FORM.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Expected the path of a tile or of a bundle of entries.");
        }
        String kind = matcher.group(1);
        long index = Long.parseLong(matcher.group(2).replace("/", "").replace("x", ""));
        String partial = matcher.group(3);
        int width = partial == null ? FULL_WIDTH : Integer.parseInt(partial);
        LogFile file =
                kind.equals("entries") ? new BundleId(index, width) : new TileId(Integer.parseInt(kind), index, width);
        // Leading zeros, superfluous groups and full tiles spelled as partial ones are not allowed.
        if (!file.path().equals(path)) {
            throw new IllegalArgumentException("Expected the path " + file.path() + ", but it was spelled otherwise.");
        }
        return file;
    }

    /** The syntax of paths. */
    final class PathSyntax {
        private static final Pattern FORM =
                Pattern.compile("tile/(entries|[0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

        private PathSyntax() {}

        static String of(String kind, long index, int width) {
            StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
            for (long rest = index / 1000; rest > 0; rest /= 1000) {
                path.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
            }
            return "tile/" + kind + "/" + path + (width == FULL_WIDTH ? "" : ".p/" + width);
        }

        static void check(int level, long index, int width) {
            if (level < 0
                    || level > MAX_LEVEL
                    || index < 0
                    || index > maxIndex(level)
                    || width < 1
                    || width > FULL_WIDTH) {
                throw new IllegalArgumentException(
                        "Expected a tile, but level is " + level + ", index " + index + ", width " + width + ".");
            }
        }

        private static long maxIndex(int level) {
            return Long.MAX_VALUE >> Math.min(Byte.SIZE * (level + 1), Long.SIZE - 1);
        }
    }
}
