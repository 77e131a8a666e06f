package io.keywatch.standins;

import com.adobe.testing.s3mock.S3MockApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** S3 by Adobe's S3Mock: objects and buckets stay in the folder, signatures are not checked. */
final class S3Standin {
    private S3Standin() {}

    static URI start(Path folder, int port, String region) {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("com.adobe.testing.s3mock.store.root", folder.toString()),
                Map.entry("com.adobe.testing.s3mock.store.retain-files-on-exit", "true"),
                Map.entry("com.adobe.testing.s3mock.store.region", region),
                Map.entry("server.address", "127.0.0.1"),
                Map.entry("server.port", port),
                // its HTTPS connector speaks plain HTTP instead: no key store to read, nobody to trust it
                Map.entry("server.ssl.enabled", "false"),
                Map.entry("http.port", 0),
                Map.entry("spring.main.lazy-initialization", "true"),
                Map.entry("spring.main.log-startup-info", "false"),
                Map.entry("server.tomcat.threads.max", "16"),
                Map.entry("server.tomcat.threads.min-spare", "2"));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(S3MockApplication.class, OnLoopback.class)
                .properties(settings)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run();
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /** S3Mock opens a second connector, and would open it on all interfaces. */
    @Configuration(proxyBeanMethods = false)
    static class OnLoopback {
        @Bean
        static BeanPostProcessor connectorsOnLoopback() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (bean instanceof Connector connector) {
                        connector.setProperty("address", "127.0.0.1");
                    }
                    return bean;
                }
            };
        }
    }
}
