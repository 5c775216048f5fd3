package org.healthpassport.api.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** The parameters of {@code create-qr-code}, which its controller reads as one map; described as in goqr.me's API. */
final class GoQrParameters implements GlobalOpenApiCustomizer {
    static final List<String> NAMES = List.of(
            "data", "size", "charset-source", "charset-target", "ecc", "color", "bgcolor", "margin", "qzone", "format");

    private static final String PATH = "/v1/create-qr-code";

    @Override
    public void customise(OpenAPI document) {
        document.getPaths().forEach((path, item) -> {
            if (path.startsWith(PATH)) {
                item.readOperationsMap().forEach(GoQrParameters::describe);
            }
        });
    }

    private static void describe(HttpMethod method, Operation operation) {
        if (method == HttpMethod.POST) {
            Schema<?> form = new ObjectSchema();
            NAMES.forEach(name -> form.addProperty(name, new StringSchema()));
            operation.setRequestBody(new RequestBody()
                    .content(new Content()
                            .addMediaType("application/x-www-form-urlencoded", new MediaType().schema(form))));
        } else {
            NAMES.forEach(name -> operation.addParametersItem(new QueryParameter()
                    .name(name)
                    .required(name.equals("data"))
                    .schema(new StringSchema())));
        }
    }
}
