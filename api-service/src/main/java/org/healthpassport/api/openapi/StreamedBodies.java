package org.healthpassport.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.List;
import org.healthpassport.api.ApiApplication;
import org.healthpassport.api.document.DocumentType;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/** What the types of a controller's method do not tell of bytes that go through it, and of answers without any. */
final class StreamedBodies implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        operation.setTags(List.of(feature(method)));
        if (operation.getParameters() != null) {
            // Every client sets it, and none should be asked for it.
            operation.getParameters().removeIf(parameter -> HttpHeaders.CONTENT_LENGTH.equals(parameter.getName()));
        }
        if (Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> mentions(ResolvableType.forMethodParameter(parameter), PartEvent.class))) {
            operation.setRequestBody(new RequestBody().required(true).content(form()));
            answerInstead(operation, "200", "202");
        }
        ResolvableType answer = ResolvableType.forMethodParameter(method.getReturnType());
        if (mentions(answer, DataBuffer.class) || mentions(answer, byte[].class)) {
            content(operation).setContent(
                    new Content().addMediaType("*/*", new MediaType().schema(new StringSchema().format("binary"))));
        }
        if (mentions(answer, Void.class)) {
            answerInstead(operation, "200", "204");
        }
        return operation;
    }

    /** The name of the package below that of the service, as what is used together lies together. */
    private static String feature(HandlerMethod method) {
        String service = ClassUtils.getPackageName(ApiApplication.class) + '.';
        return method.getBeanType().getName().substring(service.length()).split("\\.", 2)[0];
    }

    private static Content form() {
        Schema<?> form = new ObjectSchema()
                .addProperty("file", new StringSchema().format("binary"))
                .addProperty("type", new StringSchema()._enum(Arrays.stream(DocumentType.values())
                        .map(DocumentType::name)
                        .toList()))
                .addProperty("title", new StringSchema())
                .addProperty("patientId", new StringSchema())
                .required(List.of("file"));
        return new Content().addMediaType("multipart/form-data", new MediaType().schema(form));
    }

    private static void answerInstead(Operation operation, String presumed, String status) {
        ApiResponses responses = operation.getResponses();
        ApiResponse response = responses.remove(presumed);
        if (response != null) {
            responses.addApiResponse(status, response.description("204".equals(status) ? "No Content" : "Accepted"));
        }
    }

    private static ApiResponse content(Operation operation) {
        return operation.getResponses().values().iterator().next();
    }

    private static boolean mentions(ResolvableType type, Class<?> wanted) {
        return type.resolve() == wanted
                || Arrays.stream(type.getGenerics()).anyMatch(generic -> mentions(generic, wanted));
    }
}
