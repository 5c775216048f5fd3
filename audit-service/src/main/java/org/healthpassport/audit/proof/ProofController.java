package org.healthpassport.audit.proof;

import java.util.Optional;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.audit.web.Parameters;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives auditors proofs, as hashes and as files. */
@RestController
@RequestMapping("/api/audit/proofs")
class ProofController {
    /** As the specification spells it. */
    private static final String TEXT = "text/plain; charset=utf-8";

    /** The number of a log. */
    private static final String LOG = "log";

    private final Proofs proofs;

    ProofController(Proofs proofs) {
        this.proofs = proofs;
    }

    @GetMapping("/inclusion")
    Mono<InclusionAnswer> inclusion(ServerWebExchange exchange) {
        Parameters parameters = Parameters.of(exchange, "index", "treeSize", LOG);
        long index = parameters.requiredNumber("index");
        Optional<Long> treeSize = parameters.number("treeSize");
        proofs.requireInUse(parameters.number(LOG));
        return Blocking.call(() -> proofs.inclusion(index, treeSize));
    }

    @GetMapping("/consistency")
    Mono<ConsistencyAnswer> consistency(ServerWebExchange exchange) {
        Parameters parameters = Parameters.of(exchange, "from", "to", LOG);
        long from = parameters.requiredNumber("from");
        Optional<Long> to = parameters.number("to");
        proofs.requireInUse(parameters.number(LOG));
        return Blocking.call(() -> proofs.consistency(from, to));
    }

    /** A {@code .tlog-proof} file, which verifiers take that know nothing of this service. */
    @GetMapping("/file")
    Mono<ResponseEntity<byte[]>> file(ServerWebExchange exchange) {
        Parameters parameters = Parameters.of(exchange, "index", LOG);
        long index = parameters.requiredNumber("index");
        proofs.requireInUse(parameters.number(LOG));
        String disposition = ContentDisposition.attachment()
                .filename(index + ".tlog-proof")
                .build()
                .toString();
        return Blocking.call(() -> proofs.file(index).bytes())
                .map(bytes -> ResponseEntity.ok()
                        .header(HttpHeaders.CONTENT_TYPE, TEXT)
                        .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                        .body(bytes));
    }
}
