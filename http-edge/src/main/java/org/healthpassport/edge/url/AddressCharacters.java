package org.healthpassport.edge.url;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The characters that an address may hold in its path and its query (RFC 3986, 3.3 and 3.4). */
public final class AddressCharacters {
    private static final String MARKS = "-._~!$&'()*+,;=:@/?%";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private AddressCharacters() {}

    /** The same text with all other characters encoded; what is encoded already stays so. */
    public static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for text as it came over the network. */
    public static String encoded(byte[] text) {
        StringBuilder encoded = new StringBuilder(text.length);
        for (byte octet : text) {
            if (isAllowed(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static boolean isAllowed(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || (octet > 0 && MARKS.indexOf(octet) >= 0);
    }
}
