package org.healthpassport.standalone.service;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.healthpassport.standalone.backing.BackingServices;
import org.healthpassport.standalone.backing.DiskSpaceCheck;
import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.demo.DemoAccount;
import org.healthpassport.standalone.network.ClaimedPorts;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.standalone.settings.StandaloneSettings;

/** The settings that the launcher gives to the services, by the names of the environment variables. */
public record ServiceProperties(StandaloneSettings settings, ClaimedPorts ports, BackingServices backing) {

    public Map<String, String> asMap() {
        URI publicUrl = settings.publicUrl();
        Map<String, String> properties = new HashMap<>();
        for (Service service : Service.IN_ORDER_OF_STOPPING) {
            properties.put(service.port().setting(), Integer.toString(ports.number(service.port())));
        }
        properties.put("HEALTHPASSPORT_BIND_ADDRESS", settings.bindAddress().getHostAddress());
        properties.putAll(backing.kafka());
        properties.put("MONGODB_URI", backing.mongoDbUri());
        properties.put("STORAGE_URL", settings.storageUrl().toString());
        properties.put(
                "HEALTHPASSPORT_STAGING_URL", settings.stagingFolder().toUri().toString());
        properties.put(
                "HEALTHPASSPORT_PUBLIC_URL",
                publicUrl == null ? ports.local(Port.API).toString() : publicUrl.toString());
        properties.put(
                "HEALTHPASSPORT_JWKS_URL",
                ports.local(Port.API).resolve("/.well-known/jwks.json").toString());
        properties.put("HEALTHPASSPORT_AUDIT_URL", ports.local(Port.AUDIT).toString());
        properties.put("HEALTHPASSPORT_SWAGGER_UI", Boolean.toString(settings.swaggerUi()));
        properties.put("HEALTHPASSPORT_KEYS_FOLDER", settings.keyFolder().toString());
        properties.put("HEALTHPASSPORT_KEYS_CREATE_MISSING", "true");
        properties.put("HEALTHPASSPORT_WITNESS_DIR", settings.witnessFolder().toString());
        properties.put("HEALTHPASSPORT_START_PATIENCE", settings.startPatience().toSeconds() + "s");
        properties.put("HEALTHPASSPORT_SECOND_FACTOR_REQUIRED", Boolean.toString(settings.secondFactorRequired()));
        // For trials; a link in a log is a secret, so a service of its own never prints one.
        properties.put("healthpassport.mail.to-log", "true");
        DiskSpaceCheck.foldersOfBackingServices(settings)
                .forEach((part, folder) -> properties.put("healthpassport.disk.local." + part, folder.toString()));
        properties.putAll(administrator());
        return properties;
    }

    private Map<String, String> administrator() {
        if (settings.demo()) {
            DemoAccount administrator = Demo.in(settings.dataFolder()).administrator();
            return Map.of(
                    "HEALTHPASSPORT_ADMIN_EMAIL",
                    administrator.email(),
                    "HEALTHPASSPORT_ADMIN_PASSWORD",
                    administrator.password());
        }
        String password = settings.administratorPassword();
        return Map.of(
                "HEALTHPASSPORT_ADMIN_EMAIL",
                settings.administratorEmail(),
                "HEALTHPASSPORT_ADMIN_PASSWORD_FILE",
                settings.administratorPasswordFile().toString(),
                "HEALTHPASSPORT_ADMIN_PASSWORD",
                password == null ? "" : password);
    }
}
