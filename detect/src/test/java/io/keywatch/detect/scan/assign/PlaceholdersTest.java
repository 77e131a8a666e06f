package io.keywatch.detect.scan.assign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${DB_PASSWORD}",
                "$DB_PASSWORD",
                "$(cat /run/secret)",
                "{{ .Values.password }}",
                "{{resolve:secretsmanager:orders:SecretString:password}}",
                "secretsmanager:orders/db",
                "ssm:/orders/db",
                "arn:aws:ssm:eu-west-1:123456789012:parameter/db",
                "!Ref DbPassword",
                "!GetAtt Database.Outputs.Password9",
                "!ImportValue orders-db-9",
                "!Sub '${Db}-9'",
                "!vault |",
                "os.environ['X']",
                "process.env.X",
                "getenv('X9')",
                "$env:PASSWORD9",
                "vault:secret/data/db#password",
                "file(\"key.txt\")",
                "var.db_password",
                "local.password",
                "data.vault_secret.db.value",
                "ENC[AES256_GCM,data:p673w7hq,iv:Y,aad:U,tag:A,type:str]",
                "ENC(G6N718UuyPE5)",
                "op://vault/item/password",
                "sm://orders-db",
                "%DB_PASSWORD%",
                "#{Token9}",
                "<%= ENV['X'] %>"
            })
    void knowsAReference(String value) {
        assertThat(Placeholders.isReference(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<secret>",
                "[key]",
                "{x9}",
                "(none)",
                "#NAME#",
                "@@NAME@@",
                "%%A B%",
                "_NAME_",
                "__MY_NAME__",
                "___",
                "__ _",
                "***",
                "...",
                "--",
                "_",
                "__",
                "xxx",
                "~A~\n",
                "_A_\n",
                "a%s9",
                "b{name}9"
            })
    void knowsATemplate(String value) {
        assertThat(Placeholders.isTemplate(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "##", "#NAME", "#NAME@", "#Name#", "_NAME", "_Name_", "__1__", "NAME_", "_A_\n_", "x1x", "<a", "%9"
            })
    void leavesWhatIsLikeATemplate(String value) {
        assertThat(Placeholders.isTemplate(value)).isFalse();
    }

    /** A megabyte of each sign, and what keeps it from being a template. */
    @ParameterizedTest
    @ValueSource(strings = {"_", "#", "@", "%", "*", "~", "_ ", "#A", "{", "{a", "<", "(", ".", "-", "x", "_A"})
    @Timeout(20)
    void readsALongValueOnce(String sign) {
        assertThat(Placeholders.isTemplate(sign.repeat(1_000_000) + "9")).isFalse();
    }

    /** Signs at the start alone make no reference: people use them in passwords. */
    @ParameterizedTest
    @ValueSource(strings = {"$3cret!Horse9", "!Refuge77x", "&7hKq2!x", "%9kLm_2x", "datum.x9"})
    void leavesPasswordsThatBeginLikeOne(String value) {
        assertThat(Placeholders.isReference(value)).isFalse();
    }
}
