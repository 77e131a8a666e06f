package io.keywatch.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SettingsReferenceTest {
    @Test
    void thePageInDocsIsWhatTheCodeSays() throws IOException {
        Path page = Path.of("../docs/settings.md");
        if (Boolean.getBoolean("keywatch.approve")) {
            Files.writeString(page, SettingsReference.markdown());
        }

        assertThat(Files.readString(page))
                .as("docs/settings.md; renew it with ./keywatch config reference > docs/settings.md")
                .isEqualTo(SettingsReference.markdown());
    }

    @Test
    void everyOptionSaysWhatItMeans() {
        assertThat(SettingsFile.reference()).isNotEmpty().allSatisfy(option -> {
            assertThat(option.doc()).as(option.path()).isNotBlank();
            assertThat(option.path()).as("path of an option").isNotBlank();
        });
    }
}
