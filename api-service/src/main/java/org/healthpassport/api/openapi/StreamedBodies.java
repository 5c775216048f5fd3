package org.healthpassport.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import org.healthpassport.api.ApiApplication;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;

/** Describes streamed bodies and empty answers, which the types of a controller's method do not show. */
final class StreamedBodies implements GlobalOperationCustomizer {
    private static final String FORM = "multipart/form-data";

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        operation.setTags(List.of(feature(method)));
        hideContentLength(operation);
        describeRequest(operation, method);
        describeAnswer(operation, ResolvableType.forMethodParameter(method.getReturnType()));
        return operation;
    }

    /** Every client sets this header by itself, so the page must not ask for it. */
    private static void hideContentLength(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().removeIf(parameter -> HttpHeaders.CONTENT_LENGTH.equals(parameter.getName()));
        }
    }

    private static void describeRequest(Operation operation, HandlerMethod method) {
        if (AnnotatedElementUtils.hasAnnotation(
                method.getMethod(), io.swagger.v3.oas.annotations.parameters.RequestBody.class)) {
            return;
        }
        if (Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> mentions(ResolvableType.forMethodParameter(parameter), PartEvent.class))) {
            operation.setRequestBody(body(List.of(FORM), form()));
        } else if (operation.getRequestBody() == null && !consumed(method).isEmpty()) {
            // The handler takes the bytes of the request itself, so that they are stored unchanged.
            operation.setRequestBody(body(consumed(method), new ObjectSchema()));
        }
    }

    private static void describeAnswer(Operation operation, ResolvableType answer) {
        if (mentions(answer, DataBuffer.class) || mentions(answer, byte[].class)) {
            ApiResponse response = operation.getResponses().values().iterator().next();
            response.setContent(bytes(response.getContent()));
        }
        ApiResponse ok = operation.getResponses().get("200");
        if (mentions(answer, Void.class) && ok != null && ok.getContent() == null) {
            operation.getResponses().remove("200");
            operation.getResponses().addApiResponse("204", new ApiResponse().description("No Content"));
        }
    }

    /** The first package below that of the service, as packages are features. */
    private static String feature(HandlerMethod method) {
        String service = ClassUtils.getPackageName(ApiApplication.class) + '.';
        return method.getBeanType().getName().substring(service.length()).split("\\.", 2)[0];
    }

    private static List<String> consumed(HandlerMethod method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        return mapping == null ? List.of() : List.of(mapping.consumes());
    }

    private static RequestBody body(List<String> types, Schema<?> schema) {
        Content content = new Content();
        types.forEach(type -> content.addMediaType(type, new MediaType().schema(schema)));
        return new RequestBody().required(true).content(content);
    }

    private static Schema<?> form() {
        return new ObjectSchema()
                .addProperty("file", new StringSchema().format("binary"))
                .required(List.of("file"));
    }

    /** JSON that is passed on as it was stored is JSON to clients. */
    private static Content bytes(Content presumed) {
        Content content = new Content();
        boolean json = presumed.keySet().stream().anyMatch(type -> type.endsWith("+json"));
        if (json) {
            presumed.keySet().forEach(type -> content.addMediaType(type, new MediaType().schema(new ObjectSchema())));
            return content;
        }
        return content.addMediaType("*/*", new MediaType().schema(new StringSchema().format("binary")));
    }

    private static boolean mentions(ResolvableType type, Class<?> wanted) {
        return type.resolve() == wanted
                || Arrays.stream(type.getGenerics()).anyMatch(generic -> mentions(generic, wanted));
    }
}
