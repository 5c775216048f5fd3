package org.healthpassport.api.fhir.request;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.healthpassport.api.record.version.RecordAnswer;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The media types of resources: those of JSON, in version 4.0 of FHIR (R4, http.html#version-parameter). */
final class FhirFormat {
    private static final MediaType FHIR_JSON = MediaType.parseMediaType(RecordAnswer.FHIR_JSON);

    /** The better one first. */
    static final List<MediaType> ALL = List.of(FHIR_JSON, MediaType.APPLICATION_JSON);

    private static final Set<String> SHORT = Set.of("json", "text/json");
    private static final String VERSION = "fhirVersion";
    private static final Set<String> VERSIONS = Set.of("4.0", "4.0.1");
    private static final Set<Charset> UTF_8 = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    private FhirFormat() {}

    /** False for JSON of another version or in another character encoding. Other types are none of this. */
    static boolean isReadable(MediaType sent) {
        Charset charset = sent.getCharset();
        return ALL.stream().noneMatch(sent::equalsTypeAndSubtype)
                || (isOfVersion(sent) && (charset == null || UTF_8.contains(charset)));
    }

    /** The format for the parameter {@code _format}; empty if any of its values is another one. */
    static List<MediaType> ofParameter(List<String> formats) {
        return formats.stream().allMatch(FhirFormat::isJson) ? List.of(FHIR_JSON) : List.of();
    }

    private static boolean isJson(String format) {
        if (SHORT.contains(format)) {
            return true;
        }
        try {
            // A plus that was not encoded arrives as a space.
            MediaType type = MediaType.parseMediaType(format.replace("fhir json", "fhir+json"));
            return ALL.stream().anyMatch(type::equalsTypeAndSubtype) && isReadable(type);
        } catch (InvalidMediaTypeException unknown) {
            return false;
        }
    }

    /** The accepted formats, the best first; empty if there is none (RFC 9110, 12.5.1). */
    static List<MediaType> ofHeader(List<MediaType> accepted) {
        return ALL.stream()
                .filter(format -> quality(format, accepted) > 0)
                .sorted(Comparator.<MediaType>comparingDouble(format -> quality(format, accepted))
                        .reversed())
                .limit(1)
                .toList();
    }

    /** Says the range that means the format most precisely. */
    private static double quality(MediaType format, List<MediaType> accepted) {
        return accepted.stream()
                .filter(FhirFormat::isOfVersion)
                .filter(range -> range.includes(format))
                .max(Comparator.comparingInt(FhirFormat::precision))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }

    private static int precision(MediaType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }

    private static boolean isOfVersion(MediaType type) {
        String version = type.getParameter(VERSION);
        return version == null || VERSIONS.contains(version.replace("\"", ""));
    }
}
