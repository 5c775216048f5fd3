package org.healthpassport.api.disk;

import java.util.List;
import java.util.Set;
import org.healthpassport.vault.space.DiskState;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Refuses requests if there is no room for them, before their body is read: uploads first, then everything
 * that adds data. Logins, reads, revocations and deletions pass as long as anything can be written. Runs after the
 * security filters.
 */
@Component
@Order(-50)
final class DiskSpaceFilter implements WebFilter {
    private static final Set<String> FOR_DATA = Set.of(WatchedPart.STORE, WatchedPart.BROKER);

    private static final Set<HttpMethod> ADDING = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);
    private static final List<PathPattern> UPLOADS =
            patterns("/api/patient/upload-document", "/api/patients/{patientId}/documents", "/fhir/DocumentReference");
    private static final List<PathPattern> DATA = patterns(
            "/api/auth/register",
            "/api/admin/accounts",
            "/api/patients/{patientId}/records/**",
            "/api/patients/{patientId}/qr-codes",
            "/fhir/{type}",
            // All but operations such as $validate, which store nothing.
            "/fhir/{type}/{id:[^$].*}");
    /** Takes access away, as a revocation does. */
    private static final List<PathPattern> HIDING = patterns("/api/patients/{patientId}/records/{recordId}/hiding");

    private final DiskWatch disks;

    DiskSpaceFilter(DiskWatch disks) {
        this.disks = disks;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        DiskRefusal refusal = refusal(exchange);
        return refusal == null ? chain.filter(exchange) : Mono.error(refusal.asException());
    }

    private @Nullable DiskRefusal refusal(ServerWebExchange exchange) {
        if (!ADDING.contains(exchange.getRequest().getMethod())) {
            return null;
        }
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (isLow(disks.worst(), DiskState.LOW) && matches(UPLOADS, path)) {
            return new DiskRefusal.NoUploads();
        }
        if (isLow(disks.worstOf(FOR_DATA), DiskState.SCARCE) && matches(DATA, path) && !matches(HIDING, path)) {
            return new DiskRefusal.NoNewData();
        }
        return null;
    }

    private static boolean isLow(DiskState state, DiskState from) {
        return state.compareTo(from) >= 0;
    }

    private static boolean matches(List<PathPattern> patterns, PathContainer path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static List<PathPattern> patterns(String... patterns) {
        return List.of(patterns).stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }
}
