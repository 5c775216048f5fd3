package org.healthpassport.api.fhir;

import java.util.regex.Pattern;
import org.healthpassport.api.fhir.view.FhirView;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.fhir.catalog.RecordType;
import org.springframework.http.server.RequestPath;

/** The address of a record, relative to the base of the FHIR API: {@code [type]/[id]} (R4, http.html#general). */
public record FhirAddress(RecordType type, String id) {
    /** The path of the FHIR API on this server. */
    public static final String BASE = "/fhir";

    /** The type of the demographics. */
    public static final String PATIENT = "Patient";

    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    /** True for the paths of the FHIR API. */
    public static boolean isOf(RequestPath path) {
        return path.pathWithinApplication().value().startsWith(BASE + '/');
    }

    /** True for the types that the FHIR API has, which are those that {@code GET /fhir/metadata} names. */
    public static boolean isServed(String type) {
        return type.equals(PATIENT)
                || RecordType.of(type).isPresent()
                || FhirView.of(type).isPresent();
    }

    /** Refused with {@link FhirRefusal.UnknownType}. */
    static FhirAddress of(String type, String id) {
        return new FhirAddress(typeOf(type), id);
    }

    /** The type with that name; refused with {@link FhirRefusal.UnknownType} if records cannot have it. */
    static RecordType typeOf(String name) {
        return RecordType.of(name).orElseThrow(new FhirRefusal.UnknownType()::asException);
    }

    /** The number of a version; 0, which no version has, for any other text. A version has one address only. */
    static long versionOf(String text) {
        return VERSION.matcher(text).matches() ? Long.parseLong(text) : 0;
    }

    /** The path of the record on this server. */
    String path() {
        return BASE + '/' + type.fhirName() + '/' + id;
    }

    /** The path of one version of it. */
    String path(RecordVersion version) {
        return path() + "/_history/" + version.number();
    }
}
