package org.healthpassport.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Describes the header by which a request can be repeated, wherever an operation takes it. */
final class IdempotencyHeader implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> IdempotencyKey.HEADER.equals(parameter.getName()))
                    .forEach(IdempotencyHeader::describe);
        }
        return operation;
    }

    private static void describe(Parameter header) {
        header.description(
                        "Chosen by the client, such as a UUID. Within 24 hours, a repeat of the same request with the"
                                + " same key gets the first answer and creates nothing; with another content it is refused with"
                                + " 422, and with 409 while the first is still running.")
                .example("5f8a6c1e-7f0b-4c55-9a43-0d4c5b1f7e21")
                .schema(new StringSchema().minLength(1).maxLength(IdempotencyKey.LONGEST));
    }
}
