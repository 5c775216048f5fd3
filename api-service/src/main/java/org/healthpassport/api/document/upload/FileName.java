package org.healthpassport.api.document.upload;

/** Turns a client's file name into one that can safely be shown and offered for saving. */
final class FileName {
    private static final int AT_MOST = 200;
    private static final String NAMELESS = "document";

    private FileName() {}

    /**
     * The name without folders of any system, control characters, and invisible marks that change the text direction.
     */
    static String of(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "")
                .strip();
        if (name.isEmpty() || name.chars().allMatch(character -> character == '.')) {
            return NAMELESS;
        }
        return name.length() <= AT_MOST ? name : name.substring(name.length() - AT_MOST);
    }
}
