package org.healthpassport.aggregates.stamp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.vault.audit.SealedDetail;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The sealed part of a stamp, as compact JSON: the members that identify the patient and the client. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
record DetailContent(
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
}
