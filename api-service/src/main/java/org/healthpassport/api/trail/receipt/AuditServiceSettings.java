package org.healthpassport.api.trail.receipt;

import jakarta.validation.constraints.AssertTrue;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The audit-service of this installation.
 *
 * @param url its address as this service reaches it; null if there is none, and no receipts are given
 */
@Validated
@ConfigurationProperties("healthpassport.audit-service")
public record AuditServiceSettings(@Nullable String url) {

    public AuditServiceSettings {
        url = url == null || url.isBlank() ? null : url;
    }

    @AssertTrue(
            message = "healthpassport.audit-service.url must be http(s)://host[:port], without path, query or trailing"
                    + " slash")
    boolean isUrlValid() {
        return url == null || PublicUrl.isAddress(url);
    }
}
