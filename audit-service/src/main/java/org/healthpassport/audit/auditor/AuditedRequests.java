package org.healthpassport.audit.auditor;

import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/** The requests that only auditors may make, each of which is recorded. */
public final class AuditedRequests {
    private AuditedRequests() {}

    public static ServerWebExchangeMatcher matcher() {
        return new OrServerWebExchangeMatcher(
                new PathPatternParserServerWebExchangeMatcher("/api/audit/**"),
                new PathPatternParserServerWebExchangeMatcher("/audit-log/tile/entries/**"),
                new PathPatternParserServerWebExchangeMatcher("/audit-log/*/tile/entries/**"));
    }
}
