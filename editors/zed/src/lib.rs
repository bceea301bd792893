//! Tells Zed where hotkit's language server is: in the settings below `lsp.hotkit.binary`, else on the `PATH`.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json::Value, LanguageServerId, Result, Worktree};

const MISSING: &str = "hotkit is not on the PATH: install it, or set lsp.hotkit.binary.path";

struct Hotkit;

impl zed::Extension for Hotkit {
    fn new() -> Hotkit {
        Hotkit
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map_or((None, None), |it| (it.path, it.arguments));
        Ok(zed::Command {
            command: path
                .or_else(|| worktree.which("hotkit"))
                .ok_or(MISSING)?,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]),
            env: worktree.shell_env(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.settings)
    }
}

zed::register_extension!(Hotkit);
