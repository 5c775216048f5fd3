package org.healthpassport.api.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.record.read.LoadedVersion;
import org.healthpassport.api.record.read.UnreadableRecord;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Pages of versions as a Bundle of type {@code history} (R4, http.html#history). */
@Component
final class HistoryBundles {
    private final PublicUrl publicUrl;
    private final JsonMapper json;

    HistoryBundles(PublicUrl publicUrl, JsonMapper json) {
        this.publicUrl = publicUrl;
        this.json = json;
    }

    /**
     * One page of a history.
     *
     * @param address path of the history, and a query without its page, which ends with {@code ?} or {@code &}
     * @param cursor of this page; null for the first
     */
    byte[] of(String address, int count, @Nullable String cursor, RecordType type, Page<LoadedVersion> page) {
        List<Map<String, Object>> links = new ArrayList<>();
        links.add(link("self", address, count, cursor));
        if (page.nextCursor() != null) {
            links.add(link("next", address, count, page.nextCursor()));
        }
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("resourceType", "Bundle");
        bundle.put("type", "history");
        bundle.put("link", links);
        if (!page.items().isEmpty()) {
            bundle.put(
                    "entry",
                    page.items().stream().map(found -> entry(type, found)).toList());
        }
        return json.writeValueAsBytes(bundle);
    }

    private Map<String, Object> link(String relation, String address, int count, @Nullable String cursor) {
        String page = "_count=" + count + (cursor == null ? "" : "&cursor=" + cursor);
        return Map.of("relation", relation, "url", publicUrl.of(address + page));
    }

    private Map<String, Object> entry(RecordType type, LoadedVersion found) {
        FhirAddress address = new FhirAddress(type, found.recordId());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("fullUrl", publicUrl.of(address.path()).toString());
        return found.version()
                .fold(
                        version -> readable(entry, address, version),
                        unreadable -> unreadable(entry, address, found.number(), unreadable));
    }

    private static Map<String, Object> readable(Map<String, Object> entry, FhirAddress address, RecordVersion version) {
        if (!version.isDeletion()) {
            entry.put("resource", version.json());
        }
        entry.put("request", request(methodOf(version), address));
        entry.put(
                "response",
                Map.of(
                        "status",
                        version.isDeletion() ? "204" : version.number() == 1 ? "201" : "200",
                        "etag",
                        version.entityTag(),
                        "lastModified",
                        version.recordedAt().toString()));
        return entry;
    }

    /** The resource is missing, and an OperationOutcome says why. */
    private static Map<String, Object> unreadable(
            Map<String, Object> entry, FhirAddress address, long number, Unreadable unreadable) {
        entry.put("request", request(number == 1 ? "POST" : "PUT", address));
        entry.put(
                "response",
                Map.of(
                        "status",
                        "500",
                        "etag",
                        IfMatch.entityTag(number),
                        "outcome",
                        UnreadableRecord.json(address.id(), unreadable.reason())));
        return entry;
    }

    private static String methodOf(RecordVersion version) {
        return version.isDeletion() ? "DELETE" : version.number() == 1 ? "POST" : "PUT";
    }

    private static Map<String, Object> request(String method, FhirAddress address) {
        String type = address.type().fhirName();
        return Map.of("method", method, "url", method.equals("POST") ? type : type + '/' + address.id());
    }
}
