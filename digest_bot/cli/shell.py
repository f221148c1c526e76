"""`digest-bot completion`: for the shell."""

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    """Print the completion script for a shell.

    \b
    bash:  eval "$(digest-bot completion bash)"   in ~/.bashrc
    zsh:   eval "$(digest-bot completion zsh)"    in ~/.zshrc
    fish:  digest-bot completion fish > ~/.config/fish/completions/digest-bot.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(click.get_current_context().find_root().command, {}, "digest-bot", "_DIGEST_BOT_COMPLETE").source())


COMMANDS = (completion,)
