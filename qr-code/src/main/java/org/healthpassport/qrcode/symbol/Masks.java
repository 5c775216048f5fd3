package org.healthpassport.qrcode.symbol;

import static com.google.zxing.EncodeHintType.QR_MASK_PATTERN;
import static com.google.zxing.EncodeHintType.QR_VERSION;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The eight data masks of one version (ISO/IEC 18004, 7.8). A mask inverts certain modules of the data, and the format
 * information names it in a linear code: so two masks of the same data differ in modules that depend on the version
 * alone, and going from one mask to another is an XOR.
 */
final class Masks {
    /** Makes the encoder take mask 0 instead of trying all eight, which is most of its work. */
    static final Map<EncodeHintType, ?> FIRST = Map.of(QR_MASK_PATTERN, 0);

    private static final int COUNT = 8;
    private static final AtomicReferenceArray<Masks> OF_VERSIONS =
            new AtomicReferenceArray<>(QrSymbol.LARGEST_VERSION + 1);

    private final Modules[] differences;

    private Masks(Modules[] differences) {
        this.differences = differences;
    }

    /** The masks of a version from 1 to 40; about 60 kB for the largest, made when first asked for. */
    static Masks of(int version) {
        Masks known = OF_VERSIONS.get(version);
        if (known == null) {
            known = compare(version);
            OF_VERSIONS.set(version, known); // Another thread may have made the same.
        }
        return known;
    }

    /**
     * The same data with the mask that has the lowest penalty; of equals, the one with the lowest number.
     *
     * @param first the symbol with mask 0
     */
    Modules best(Modules first) {
        Modules best = first;
        int lowest = Penalty.of(first);
        for (int mask = 1; mask < COUNT; mask++) {
            Modules candidate = with(mask, first);
            int penalty = Penalty.of(candidate);
            if (penalty < lowest) {
                best = candidate;
                lowest = penalty;
            }
        }
        return best;
    }

    /** The same data with a mask from 0 to 7. */
    Modules with(int mask, Modules first) {
        return first.xor(differences[mask]);
    }

    private static Masks compare(int version) {
        Modules[] differences = new Modules[COUNT];
        Modules first = anything(version, 0);
        for (int mask = 0; mask < COUNT; mask++) {
            differences[mask] = first.xor(anything(version, mask));
        }
        return new Masks(differences);
    }

    private static Modules anything(int version, int mask) {
        try {
            Map<EncodeHintType, ?> hints = Map.of(QR_VERSION, version, QR_MASK_PATTERN, mask);
            return Modules.of(Encoder.encode("0", ErrorCorrectionLevel.L, hints).getMatrix());
        } catch (WriterException e) {
            throw new IllegalStateException("Expected a digit to fit in version " + version + ", but it does not.", e);
        }
    }
}
