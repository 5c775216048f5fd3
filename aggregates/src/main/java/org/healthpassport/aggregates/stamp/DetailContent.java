package org.healthpassport.aggregates.stamp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.vault.audit.SealedDetail;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The sealed part of a stamp, as compact JSON: the members that identify the patient and the client. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "patientId",
    "right",
    "consentId",
    "accountId",
    "resourceType",
    "resourceId",
    "interaction",
    "reason",
    "recipient",
    "requestId",
    "address",
    "userAgent"
})
public record DetailContent(
        @Nullable String patientId,
        @Nullable String right,
        @Nullable String consentId,
        @Nullable String accountId,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String interaction,
        @Nullable String reason,
        @Nullable String recipient,
        String requestId,
        @Nullable String address,
        @Nullable String userAgent) {
    /** An entry has at most 4 KiB; the clear header takes its part of them, and base64 a third. */
    static final int LONGEST_SEALED = 1_500;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static DetailContent of(
            @Nullable String patientId,
            Actor actor,
            AuditedOperation operation,
            String requestId,
            @Nullable Client client) {
        AccessRight right = actor.right();
        return new DetailContent(
                patientId,
                right == null ? null : right.name(),
                actor.consentId(),
                operation.accountId(),
                operation.resourceType(),
                operation.resourceId(),
                operation.interaction(),
                operation.reason(),
                operation.recipient(),
                requestId,
                client == null ? null : client.address(),
                client == null ? null : client.userAgent());
    }

    /** @throws tools.jackson.core.JacksonException if this is no detail */
    static DetailContent of(byte[] json) {
        return JSON.readValue(json, DetailContent.class);
    }

    /** Without the user agent if there is no room for it. */
    byte[] toJson() {
        byte[] json = JSON.writeValueAsBytes(this);
        return json.length + SealedDetail.OVERHEAD_BYTES <= LONGEST_SEALED || userAgent == null
                ? json
                : withoutUserAgent().toJson();
    }

    private DetailContent withoutUserAgent() {
        return new DetailContent(
                patientId,
                right,
                consentId,
                accountId,
                resourceType,
                resourceId,
                interaction,
                reason,
                recipient,
                requestId,
                address,
                null);
    }

    /** Without what it says of people, as records can end up in logs. */
    @Override
    public String toString() {
        return "DetailContent[" + resourceType + ", " + interaction + ']';
    }
}
