package org.healthpassport.api.goqr;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.qrcode.reading.Reading;
import org.jspecify.annotations.Nullable;

/** The result of reading a picture, with the texts of goqr.me. */
record ReadCode(String type, List<Symbol> symbol) {

    /** @param error the reason why there is no data; null if there is some */
    record Symbol(int seq, @Nullable String data, @Nullable String error) {

        /** Leaves out the data, which can be a secret. */
        @Override
        public String toString() {
            return "Symbol[" + seq + "]";
        }
    }

    static final ReadCode NOT_FOUND = failed("could not find/read QR Code");
    static final ReadCode NOT_DOWNLOADED = failed("download error (could not establish connection)");
    static final ReadCode TOO_LARGE = failed("download error (file is too big)");
    static final ReadCode UNSUPPORTED = failed("filetype not supported");

    /** Joins the texts of several codes, as goqr.me does. */
    static ReadCode joined(Reading reading) {
        return of(reading, texts -> Stream.of(String.join("\nQR-Code:", texts)));
    }

    /** Gives each of several codes as a symbol. */
    static ReadCode split(Reading reading) {
        return of(reading, List::stream);
    }

    private static ReadCode of(Reading reading, Function<List<String>, Stream<String>> symbols) {
        if (reading instanceof Reading.Found found) {
            List<String> data = symbols.apply(found.texts()).toList();
            return code(IntStream.range(0, data.size()).mapToObj(seq -> new Symbol(seq, data.get(seq), null)));
        }
        return switch ((Reading.Nothing) reading) {
            case NO_CODE -> NOT_FOUND;
            case NO_PICTURE -> UNSUPPORTED;
            case TOO_LARGE -> TOO_LARGE;
        };
    }

    private static ReadCode failed(String error) {
        return code(Stream.of(new Symbol(0, null, error)));
    }

    private static ReadCode code(Stream<Symbol> symbols) {
        return new ReadCode("qrcode", symbols.toList());
    }
}
