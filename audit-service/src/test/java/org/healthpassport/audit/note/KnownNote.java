package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** A checkpoint over the eight test leaves, signed and cosigned; Go's x/mod made the same bytes of the same keys. */
final class KnownNote {
    static final String TEXT = """
            example.com/log
            8
            XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=
            """;
    static final String LOG_LINE =
            "\u2014 example.com/log 1FXFIQghEbt48JV0nbbvyoj51oOGWi8PWVu51z3js1zWy2qLhh2zcvy6M2X+e8pEVRpGR/9z7MVVru29jIzLkdPuEwg=\n";
    static final String WITNESS_LINE =
            "\u2014 example.com/witness CY73fwAAAABlU/EA5qoXb2upYCVvwU57HyfnAEFRmLcQJPcjxRBvQm06RwFL5yc6USs37aZKNWAqDA8Mlem5PPKrnJ0Kitk8yjXCDA==\n";
    static final byte[] NOTE = (TEXT + "\n" + LOG_LINE + WITNESS_LINE).getBytes(UTF_8);
    static final String LOG_VKEY = "example.com/log+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    static final String WITNESS_VKEY = "example.com/witness+098ef77f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
    static final VerifierKey LOG = VerifierKey.parse(LOG_VKEY);
    static final VerifierKey WITNESS = VerifierKey.parse(WITNESS_VKEY);

    private KnownNote() {}

    static SigningKey logKey() {
        return SigningKey.restore(LOG, pkcs8("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    }

    static SigningKey witnessKey() {
        return SigningKey.restore(WITNESS, pkcs8("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"));
    }

    /** A private key of this seed (RFC 8410, section 7). */
    static byte[] pkcs8(String seed) {
        return HexFormat.of().parseHex("302e020100300506032b657004220420" + seed);
    }
}
